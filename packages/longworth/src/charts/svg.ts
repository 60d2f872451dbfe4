/** An ECharts option as SVG text, without a DOM: the same bytes for the same option, always. */
import { init } from "echarts/dist/echarts.esm.min.mjs"; // one file: 80 ms to load, the module tree takes 700
import type { ChartOption, ChartSize } from "./theme.js";

/** `id` must be unique on the page, `label` says what the chart shows to those who cannot see it. */
export type Drawing = Readonly<{ id: string; label: string; size: ChartSize }>;

/** Draws `option`. Colours may be CSS variables. */
export function drawSvg(option: ChartOption, { id, label, size }: Drawing): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: size.width, height: size.height });
  try {
    chart.setOption({ ...option, animation: false });
    return stable(clean(chart.renderToSVGString()), id).replace(/^<svg\b[^>]*>/, head(label, size));
  } finally {
    chart.dispose();
  }
}

const head = (label: string, { width, height }: ChartSize): string =>
  `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${attribute(label)}"` +
  ` xmlns="http://www.w3.org/2000/svg">`;

const attribute = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Without what only a page with scripts needs: hover styles, classes, indices, and fonts (the page sets them). */
const clean = (svg: string): string =>
  svg
    .replace(/<style\s*>[\s\S]*?<\/style>/g, "")
    .replace(/ (?:class|ecmeta_[a-z_]+|pointer-events|xml:space)="[^"]*"/g, "")
    .replace(/ style="font-size:(\d+)px;font-family:inherit;(?:font-weight:normal;)?"/g, ' font-size="$1"')
    .replace(/ style="font: normal normal (\d+)px inherit"/g, ' font-size="$1"')
    .replace(/<rect width="\d+" height="\d+" x="0" y="0" fill="none"><\/rect>/g, "")
    .replace(/<path[^>]*-opacity="0"[^>]*><\/path>/g, "") // lines that only carry a band
    .replace(/\n+/g, "\n");

/** The renderer counts its names across the process; here they count within the drawing. */
function stable(svg: string, id: string): string {
  const names = new Map<string, string>();
  return svg.replace(/\bzr\d+-(?:[a-z]+-?)?\d+/g, (name) => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const made = `${id}-${names.size}`;
    names.set(name, made);
    return made;
  });
}
