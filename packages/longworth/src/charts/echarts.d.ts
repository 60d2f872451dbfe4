/** The bundled file has no types of its own; they are those of the package. */
declare module "echarts/dist/echarts.esm.min.mjs" {
  export { init } from "echarts";
}
