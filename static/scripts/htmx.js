// htmx and its server-sent events extension, which expects the global that the first import sets.
import htmx from "htmx.org";
import "htmx.org/dist/ext/hx-sse.js";

export default htmx;
