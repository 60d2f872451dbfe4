/** The naive forecasts that a spreadsheet would make (PRODUCT "Grade"): what we have to beat. */
export type Baseline = "last-period" | "rfm-cell" | "active-months";
