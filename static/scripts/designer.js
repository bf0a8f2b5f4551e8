// The designer page.
import { watchPanels } from "./panels.js";
import { watchRail } from "./rail.js";
import { watchDiagram } from "./diagram.js";
import { watchSelection } from "./selection.js";
import { watchKeys } from "./keys.js";
import { watchSaving } from "./saving.js";
import { watchRows } from "./rows.js";
import { watchEditors } from "./editors.js";
import { watchDrawer } from "./drawers.js";
import { watchPolicies } from "./policies.js";
import { watchProject } from "./live.js";

watchPanels();
watchRail();
watchDiagram();
watchSelection();
watchKeys();
watchSaving();
watchRows();
watchEditors();
watchDrawer();
watchPolicies();
watchProject();
