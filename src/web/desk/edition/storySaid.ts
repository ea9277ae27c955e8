import { html, type Html } from '../../markup/html.ts';

/** What the edition's page says after an action on its stories, by the name in its address. */
export const STORY_SAID = {
  'story-added': 'The story was added. It keeps its place when the draft is composed again.',
  'stories-joined': 'The two stories are one now. Further reports of the event join it.',
  'story-split': 'The report is a story of its own now. It is not joined again.',
  'picture-chosen': 'The story shows the picture that you chose.',
  'picture-dropped': 'The story shows no picture.',
  'story-kept': 'The story stays in the edition, although its outlet withdrew it.',
  'story-let-go': 'The story is no longer kept. It leaves at the last check before the send, at the latest.',
} as const;

export type StorySaid = keyof typeof STORY_SAID;

/** The sentence for the name in an address; nothing for any other text. */
export function storySaid(name: string | undefined): Html {
  if (name === undefined || !Object.hasOwn(STORY_SAID, name)) return html``;
  return html`<p class="notice" role="status">${STORY_SAID[name as StorySaid]}</p>`;
}
