/** How a figure moves over samples. */
export interface Trend {
  /** What the fitted line gains from the first sample to the last. */
  readonly growth: number;
  /** The gain by the line's standard error: above 3 it is hardly chance. */
  readonly certainty: number;
}

/** Fits a line to samples that lie evenly in time. Fewer than four say nothing. */
export function trendOf(samples: readonly number[]): Trend {
  const count = samples.length;
  if (count < 4) return { growth: 0, certainty: 0 };
  const middle = (count - 1) / 2;
  const mean = samples.reduce((sum, value) => sum + value, 0) / count;
  let products = 0;
  let squares = 0;
  for (const [index, value] of samples.entries()) {
    products += (index - middle) * (value - mean);
    squares += (index - middle) ** 2;
  }
  const slope = products / squares;
  const rest = samples.reduce((sum, value, index) => sum + (value - mean - slope * (index - middle)) ** 2, 0);
  const error = Math.sqrt(rest / (count - 2) / squares);
  return { growth: slope * (count - 1), certainty: slope <= 0 ? 0 : error === 0 ? Infinity : slope / error };
}
