// Which pages of memory the parts of a file fit.

/** No system has larger pages. */
const LARGEST = 2 ** 30;

/**
 * The largest power of two that all of the numbers are multiples of: alignments, and what must be a whole number
 * of pages. Null without any number.
 */
export function largestPage(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  return numbers.reduce((page, number) => {
    let fitting = page;
    while (fitting > 1 && number % fitting !== 0) fitting /= 2;
    return fitting;
  }, LARGEST);
}
