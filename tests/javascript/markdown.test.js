// Notes: a little Markdown, and nothing of what one types becomes a tag.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toHtml } from "../../static/scripts/markdown.js";

test("headings, lists, emphasis, code and links", () => {
  assert.equal(
    toHtml("# Orders\nOne *may* be **late**\nsee `a*b*c`\n\n- one\n- two\n1. first\n\n[docs](https://example.com/a?b=1)"),
    '<strong class="heading">Orders</strong><p>One <em>may</em> be <strong>late</strong><br>see <code>a*b*c</code></p>' +
      "<ul><li>one</li><li>two</li></ul><ol><li>first</li></ol>" +
      '<p><a href="https://example.com/a?b=1" target="_blank" rel="noopener noreferrer">docs</a></p>',
  );
});

test("identifiers with underscores are no emphasis", () => {
  assert.equal(toHtml("user_id and order_id"), "<p>user_id and order_id</p>");
});

test("tags and addresses that run code stay text", () => {
  assert.equal(toHtml("<img src=x onerror=alert(1)>"), "<p>&lt;img src=x onerror=alert(1)&gt;</p>");
  assert.ok(!toHtml("[x](javascript:alert(1))").includes("<a"));
  assert.ok(!toHtml('[x](https://a"onmouseover="alert(1))').includes('"onmouseover'));
  assert.equal(toHtml("\u00000\u0000"), "<p></p>".replace("></", "><code></code></"));
});
