// What every page loads: htmx with server-sent events, theme, menus, notices, copying, dialogs, forms.
import "./htmx.js";
import { watchTheme } from "./themes.js";
import { watchMenus } from "./menus.js";
import { watchNotices } from "./notices.js";
import { watchCopying } from "./copying.js";
import { watchSheets } from "./sheets.js";
import { watchDropzones } from "./dropzones.js";
import { watchEditors } from "./editors.js";
import { watchFields } from "./fields.js";

watchTheme();
watchMenus();
watchNotices();
watchCopying();
watchSheets();
watchDropzones();
watchEditors();
watchFields();
