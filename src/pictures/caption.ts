/** An end of a sentence, in whatever quotes or brackets: what follows is read apart from it. */
const ENDS = /[.!?…。！？｡؟۔।॥።։][\p{Pe}\p{Pf}"']*$/u;

/** What stands between a caption and the credit behind it, so that they do not run together. */
export function gapBehind(caption: string): ' ' | ' · ' {
  return ENDS.test(caption) ? ' ' : ' · ';
}
