// Shapes of what other libraries put on events; only what is read here.
interface HtmxEventDetail {
  ctx: {
    sourceElement: Element;
    request: { method: string; action: string; body: FormData };
    response?: { status: number; raw: Response };
    target?: Element;
  };
  error?: Error;
}
