/** The grade of a forecast (PRODUCT "Grade"). */
export type Letter = "A" | "B" | "C" | "D" | "too little data" | "not tested";
