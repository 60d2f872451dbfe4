/** The order of folders is the architecture: a folder imports only from folders above it in its list. */
const ORDER = {
  models: "math inference purchase spend contract survival learn value evaluation",
  longworth:
    "domain errors words forecast retention simulate sql engines intake workspace findings run charts report app cli api",
};

const error = (name, from, to) => ({ name, severity: "error", from, to });
const order = Object.entries(ORDER).flatMap(([name, text]) =>
  text
    .split(" ")
    .map((folder, i, all) =>
      error(
        `${name}: ${folder} imports only from above`,
        { path: `^packages/${name}/src/${folder}\\b` },
        { path: [...all.slice(i + 1).map((lower) => `^packages/${name}/src/${lower}\\b`), "^$"] },
      ),
    ),
);
const models = "^packages/models/src";

export default {
  forbidden: [
    ...order,
    error("no cycles, type imports included", {}, { circular: true }),
    error("models need nothing", { path: models }, { pathNot: models }),
    error("models by their name", { path: "^packages/longworth/src" }, { path: `${models}/.+/` }),
    error(
      "one door",
      { path: "^packages/longworth/src/(cli|api)" },
      { path: "^packages/longworth/src/(forecast|sql|intake|findings|report)" },
    ),
  ],
  options: { parser: "swc", tsPreCompilationDeps: true, doNotFollow: { path: "node_modules|dist" } },
};
