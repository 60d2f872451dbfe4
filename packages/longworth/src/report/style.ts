/** The look of the page: tokens for both themes, then parts in the order of the page. Prints in the light theme. */
import { HEAT_STEPS } from "../charts/theme.js";

/** Colours by meaning. Every text colour has a contrast of at least 4.5 on every background it is used on. */
export const TOKENS = {
  light: {
    paper: "#ffffff", card: "#f5f7f6", ink: "#15211f", muted: "#566562", line: "#e2e7e5", real: "#2f3e46",
    pred: "#0f766e", band: "#9fd3cd", warn: "#a34a07", bad: "#b42318", soft: "#d5dcda",
    "heat-0": "#eef6f4", "heat-1": "#d3eae6", "heat-2": "#aed8d2", "heat-3": "#7fc1b9",
    "heat-4": "#1f746b", "heat-5": "#135b54", "heat-6": "#0a433e",
    "on-heat-0": "#15211f", "on-heat-1": "#15211f", "on-heat-2": "#15211f", "on-heat-3": "#15211f",
    "on-heat-4": "#ffffff", "on-heat-5": "#ffffff", "on-heat-6": "#ffffff",
  },
  dark: {
    paper: "#101615", card: "#18211f", ink: "#e8eeec", muted: "#9bb0ab", line: "#28332f", real: "#c3d2cd",
    pred: "#4fd1c5", band: "#1f5f5a", warn: "#f0b45a", bad: "#f97066", soft: "#3a4743",
    "heat-0": "#16211f", "heat-1": "#173430", "heat-2": "#1a4a45", "heat-3": "#1f5f58",
    "heat-4": "#46a399", "heat-5": "#6cc7bc", "heat-6": "#a3ebe2",
    "on-heat-0": "#e8eeec", "on-heat-1": "#e8eeec", "on-heat-2": "#e8eeec", "on-heat-3": "#e8eeec",
    "on-heat-4": "#0b1514", "on-heat-5": "#0b1514", "on-heat-6": "#0b1514",
  },
} as const; // prettier-ignore

const variables = (theme: Readonly<Record<string, string>>): string =>
  Object.entries(theme)
    .map(([name, color]) => `--${name}:${color}`)
    .join(";");

const heat = Array.from(
  { length: HEAT_STEPS },
  (_, i) => `.h${i}{background:var(--heat-${i});color:var(--on-heat-${i})}`,
).join("");

const BASE = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",sans-serif;
font-variant-numeric:tabular-nums}
main{max-width:1040px;margin:0 auto;padding:28px 24px 72px}
a{color:var(--pred)}
header.top{display:flex;justify-content:space-between;gap:4px 24px;flex-wrap:wrap;color:var(--muted);font-size:14px;
border-bottom:1px solid var(--line);padding-bottom:12px}
h1{font-size:clamp(27px,4.2vw,42px);line-height:1.16;letter-spacing:-.018em;margin:34px 0 10px;max-width:21em;
text-wrap:balance}
h1 b{color:var(--pred);font-weight:700;white-space:nowrap}
.sub{color:var(--muted);max-width:46em;margin:0 0 24px;font-size:17px}
h2{font-size:22px;line-height:1.25;letter-spacing:-.012em;margin:60px 0 4px}
h3{font-size:16px;margin:32px 0 4px}
.lead{color:var(--muted);margin:0 0 16px;max-width:46em}
p,li{max-width:46em}
ul{padding-left:1.2em;margin:8px 0}li{margin:6px 0}
.empty{color:var(--muted);background:var(--card);border-radius:12px;padding:14px 18px;margin:8px 0 0;max-width:none}
sup{font-size:11px;line-height:0;margin-left:1px}sup a{color:var(--muted);text-decoration:none;padding:2px}
sup a:hover{text-decoration:underline}
code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--card);padding:2px 6px;
border-radius:6px;overflow-wrap:anywhere}
.row{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));gap:16px 20px}
.card{background:var(--card);border-radius:12px;padding:16px 18px;grid-column:span 4}
.card .k,.card .i{font-size:14px;color:var(--muted)}
.card .v{font-size:28px;line-height:1.3;font-weight:680;letter-spacing:-.012em}
.grade{display:flex;gap:14px;align-items:flex-start;font-size:15px;line-height:1.4}
.grade .l{font-size:38px;font-weight:700;width:62px;height:62px;flex:none;border-radius:50%;display:grid;
place-items:center;background:var(--heat-2);color:var(--on-heat-2)}
.grade .g-C{background:none;border:3px solid var(--warn);color:var(--warn)}
.grade .g-D{background:none;border:3px solid var(--bad);color:var(--bad)}
.grade .g-none{background:none;border:3px dashed var(--muted);color:var(--muted)}
.find{grid-column:span 4;border-top:3px solid var(--pred);padding:12px 0 0}
.find .m{font-size:23px;font-weight:680;line-height:1.3}
.find .m small{font-size:14px;font-weight:400;color:var(--muted);display:block}
.find p{margin:6px 0 10px}
.half{grid-column:span 6;min-width:0}
`;

const TABLES = `table{border-collapse:collapse;width:100%;font-size:15px}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:8px;border-bottom:1px solid var(--line);text-align:right;vertical-align:middle}
thead th{font-weight:500;color:var(--muted);font-size:13px;padding-bottom:6px;vertical-align:bottom}
tbody th,tfoot th{font-weight:400;text-align:left}
tfoot th,tfoot td{font-weight:650;border-bottom:0}
th:first-child,td:first-child,.t{text-align:left}
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
td.m{font-weight:650;white-space:nowrap}
.n{display:none}
.pill{font-size:13px;padding:2px 9px;border-radius:99px;background:var(--card);white-space:nowrap}
.pill.w8{color:var(--warn);font-weight:600}
.range{color:var(--muted);font-size:14px;white-space:nowrap}
.interval{position:relative;display:inline-block;width:190px;max-width:100%;height:16px;vertical-align:middle}
.interval i{position:absolute;top:6px;height:4px;border-radius:2px;background:var(--band)}
.interval b{position:absolute;top:1px;height:14px;width:3px;margin-left:-1px;border-radius:1px;background:var(--pred)}
.interval u{position:absolute;top:3px;height:10px;width:10px;margin-left:-5px;border-radius:50%;
background:var(--real);border:2px solid var(--paper)}
.grid td.e{color:var(--muted);font-style:italic}.grid td.step{box-shadow:inset 2px 2px 0 var(--real)}
.forest{width:230px}.forest em{position:absolute;left:50%;top:0;height:16px;width:1px;background:var(--muted)}
.forest s{position:absolute;top:4px;height:8px;width:8px;margin-left:-4px;border-radius:50%;border:2px solid var(--real)}
.bar{display:block;height:12px}.bar i{display:block;height:12px;border-radius:3px;min-width:2px;background:var(--pred)}
.bar i.real{background:var(--real)}.bar i.minus{background:var(--soft)}
.bars{width:34%}
.horizons{max-width:46em}.horizons td,.horizons th,.origins tbody th{white-space:nowrap}#origins{margin-top:28px}
#origins .key{margin-top:8px}.origins .interval{width:240px}
.others td.t{max-width:34em}
.after{margin:10px 0 0}
.grid{table-layout:fixed}.grid td,.grid th{border:2px solid var(--paper);padding:8px 6px;text-align:center}
.grid td b,.grid td span,.grid td small{display:block;line-height:1.3}.grid td b{font-size:17px;font-weight:650}
.grid td small{font-size:12px}.grid .nobody{color:var(--muted)}
.grid thead th:first-child,.grid tbody th,.grid tfoot th{text-align:left;width:12%;padding-left:0;border-left:0}
.grid .sum{background:none;font-weight:400}
.grid tfoot .sum,.grid .sum{border-color:transparent}
.ladder .bars{width:52%}.ladder td:nth-child(2){white-space:nowrap}
.ladder tbody tr:last-child th,.ladder tbody tr:last-child td{font-weight:650;border-bottom:0}
.quality code{font-size:12px}.quality td{vertical-align:top}.help{color:var(--muted);font-size:14px}
.measures{max-width:46em}
.scroll{overflow-x:auto;max-height:420px;overflow-y:auto;margin:8px 0;outline-offset:2px}.whole{max-height:none}
.numbers{font-size:14px}.numbers th,.numbers td{padding:5px 10px}
.numbers thead th{position:sticky;top:0;background:var(--paper)}
details{margin-top:10px;font-size:14px}summary{cursor:pointer;color:var(--muted);width:fit-content;padding:4px 0}
`;

const CHARTS = `.chart svg{width:100%;height:auto;display:block;overflow:visible}.narrow{display:none}
.key{display:flex;flex-wrap:wrap;gap:4px 20px;color:var(--muted);font-size:14px;margin:0 0 10px}
.key span{display:inline-flex;align-items:center;gap:7px}.key i{display:inline-block;width:22px;height:0}
.k-real{border-top:3px solid var(--real)}.k-expected{border-top:3px dashed var(--pred)}
.k-level{border-top:2px solid var(--muted)}
.key .k-fifty,.key .k-ninety,.key .k-bar{height:12px;border-radius:2px;background:var(--band)}
.key .k-ninety{opacity:.5}.key .k-bar{background:var(--real);width:12px}
.key .k-mark{height:4px;background:var(--pred);border-radius:1px;width:18px}
.key .k-interval{height:4px;border-radius:2px;background:var(--band)}
.key .k-returning,.key .k-resurrected,.key .k-new,.key .k-silent,.key .k-lapsed{height:12px;width:12px;border-radius:2px}
.key .k-returning{background:var(--pred)}.key .k-resurrected{background:var(--heat-6)}.key .k-new{background:var(--band)}
.key .k-silent{background:var(--muted)}.key .k-lapsed{background:var(--soft)}
.key .k-ring{width:8px;height:8px;border-radius:50%;border:2px solid var(--real)}
.key .k-dot{width:8px;height:8px;border-radius:50%;background:var(--real)}
.notes{color:var(--muted);font-size:14px;padding-left:1.6em}.notes li{margin:4px 0;max-width:56em}
footer{margin-top:60px;border-top:1px solid var(--line)}footer h2{margin-top:24px;font-size:17px}
`;

const SMALL = `@media(max-width:920px){.half{grid-column:span 12}.halves .wide{max-width:560px}}
@media screen and (max-width:760px){.card,.find{grid-column:span 12}.wide{display:none}.narrow{display:block;max-width:480px}
.w{display:none!important}span.n{display:block}main{padding:20px 16px 56px}
.interval{width:112px}.origins .interval{width:84px}.origins td,.origins th{padding:7px 3px}
span.n .bar{height:6px;margin-top:3px}span.n .bar i{height:6px}th,td{padding:7px 4px}table{font-size:14px}
.range{white-space:normal}.bars,.ladder .bars{width:34%}.numbers td.t{min-width:170px}.horizons td{white-space:normal}
h2{margin-top:48px}.sub{font-size:16px}.grid td,.grid th{padding:6px 2px}.grid td b{font-size:15px}
.grid td span{font-size:13px}.notes{padding-left:1.3em}.find{padding-bottom:8px}}
`;

const PRINT = `@media print{:root{${variables(TOKENS.light)};color-scheme:light}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}body{font-size:11pt}main{max-width:none;padding:0}table{font-size:9.5pt}th,td{padding:5px}
.card{border:1px solid var(--line)}h2,h3,.lead{break-after:avoid}.chart,tr,.find,.card,.half{break-inside:avoid}
details:not([open]),sup{display:none}.scroll{max-height:none;overflow:visible}h2{margin-top:32px}}
@page{margin:16mm}`;

/** The style sheet of the page. */
export const STYLE = `:root{${variables(TOKENS.light)};color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{${variables(TOKENS.dark)}}}
${BASE}${TABLES}${heat}
${CHARTS}${SMALL}${PRINT}`;
