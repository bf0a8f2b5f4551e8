// The designer page.
import { watchPanels } from "./panels.js";
import { watchRail } from "./rail.js";
import { watchDiagram } from "./diagram.js";
import { watchMinimap } from "./minimaps.js";
import { watchSteps } from "./steps.js";
import { watchCommands } from "./commands.js";
import { watchSelection } from "./selection.js";
import { watchKeys } from "./keys.js";
import { watchSaving } from "./saving.js";
import { watchRows } from "./rows.js";
import { watchDrawer } from "./drawers.js";
import { watchPolicies } from "./policies.js";
import { watchProject } from "./live.js";

watchPanels();
watchRail();
watchDiagram();
watchMinimap();
watchSteps();
watchCommands();
watchSelection();
watchKeys();
watchSaving();
watchRows();
watchDrawer();
watchPolicies();
watchProject();
