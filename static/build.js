// Builds what the browser loads from static/scripts and static/styles into static/build.
// Run by `npm run build`; `npm run build -- --watch` rebuilds on change.
import { readdir, readFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const output = join(here, "build");

/** Every file below `folder` whose name ends in `ending`. */
async function filesBelow(folder, ending) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/**
 * Writes icons.svg with one symbol per icon that a template, view or script names as {% icon "name" %} or icon-name.
 * The whole icon set is a megabyte; the pages use a few dozen.
 */
async function writeIcons() {
  const files = [
    ...(await filesBelow(join(root, "templates"), ".html")),
    ...(await filesBelow(join(root, "projects"), ".py")),
  ];
  const names = new Set();
  for (const file of files) {
    const text = await readFile(file, "utf8");
    for (const match of text.matchAll(/(?:\bicon\s+|\bicon(?:\s*[=:]\s*|"\s*:\s*))"([a-z0-9-]+)"/g)) names.add(match[1]);
  }
  const symbols = [];
  for (const name of [...names].sort()) {
    const source = await readFile(join(root, "node_modules/bootstrap-icons/icons", `${name}.svg`), "utf8").catch(() => {
      throw new Error(`No icon is called ${name}. The names are those of bootstrap-icons.`);
    });
    const inner = source.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").trim();
    symbols.push(`<symbol id="${name}" viewBox="0 0 16 16" fill="currentColor">${inner}</symbol>`);
  }
  await writeFile(join(output, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`);
}

const options = {
  entryPoints: [join(here, "scripts/app.js"), join(here, "scripts/designer.js"), join(here, "styles/app.css")],
  outdir: output,
  entryNames: "[name]",
  chunkNames: "chunks/[name]-[hash]",
  assetNames: "assets/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  sourcemap: true,
  legalComments: "linked",
  loader: { ".woff2": "file", ".woff": "empty", ".svg": "file" },
  external: ["data:*"],
  logLevel: "warning",
};

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
await writeIcons();
if (process.argv.includes("--watch")) {
  await (await esbuild.context(options)).watch();
} else {
  const result = await esbuild.build({ ...options, metafile: true });
  for (const [file, { bytes, entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint) console.log(`${relative(root, join(root, file))}  ${(bytes / 1024).toFixed(0)} kB`);
  }
}
