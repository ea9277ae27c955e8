import { cleanLine, cleanText } from './text.ts';

const MAX_NAMED = 2;
const MAX_NAME_WORDS = 5;

// What somebody is: "Senior Political Editor", "Director of Research at Elm University".
const TITLES =
  '(?:writer|reporter|correspondent|editor(?:-in-chief|-at-large)?|journalist|photographer|photojournalist|columnist|contributor|producer|' +
  'anchor|presenter|blogger|critic|analyst|intern|freelancer|publisher|director|manager|professor|fellow|lecturer|researcher|' +
  'bureau chief|chief|head|staff|redakteur(?:in)?|korrespondent(?:in)?|reporter(?:in)?|autor(?:in)?|chefredakteur(?:in)?|' +
  'journaliste|rédact(?:eur|rice)(?: en chef)?|correspondante?|envoyée? spéciale?|periodista|redactora?|corresponsal|enviad[oa] especial|' +
  'giornalista|redattore|redattrice|corrispondente|jornalista|repórter|correspondente|verslaggever|redacteur|journalist(?:in)?)';
const TITLE_END = new RegExp(String.raw`^(?:(?:the|our|a|an)\s)?(?:[\p{L}'’.&/-]+\s){0,5}${TITLES}s?$`, 'iu');
const TITLE_OF = new RegExp(
  String.raw`^(?:[\p{L}'’.&/-]+\s){0,5}${TITLES}s?\s(?:of|at|for|in|with|from|on|und|für|bei|de|del|du|à)\s`,
  'iu',
);
// "Political Editor Jo Doe": a title before a name of two words or more. "Staff" and "Chief" begin names of desks.
const TITLE_BEFORE = new RegExp(
  String.raw`^(?:[\p{L}-]+\s){0,3}?(?!staff|chief|head)${TITLES}\s(?=\p{Lu}[\p{L}'’.-]+\s(?:\p{Lu}[\p{L}'’.-]*\s){0,2}\p{Lu}[\p{L}'’-]+$)`,
  'iu',
);
const JOINTS = /\s*(?:[,;]\s*(?:(?:and|und|et|y|en|e)\s)?|\||\s[-–—]\s|\s(?:and|und|et|en|y|e|och|og|i)\s|\s&\s)\s*/iu;
const NAME =
  /^\p{Lu}[\p{L}'’.-]*(?:\s(?:[\p{Lu}][\p{L}'’.-]*|de|del|della|der|den|van|von|da|di|dos|du|la|le|bin|al|el)){1,4}$/u;
const NO_NAME =
  /^https?:|^(?:about|meet|more (?:from|about)|follow|posted|published|updated|written|view|read|see|share|contact|email|e-mail)\b(?!\s*$)(?:\s(?:the\s)?(?:authors?|writers?|by|on|all|more|our|us|this|this author|me|profile|bio|posts?)\b.*)?$/iu;
const DATE_ALONE =
  /^(?:(?:\p{L}{3,9}\.?\s)?\d{1,2}(?:st|nd|rd|th)?[.,]?\s?(?:\p{L}{3,9}\.?)?,?\s\d{4}|\d{4}-\d{2}-\d{2})\b.{0,20}$/u;

// What is left of a date beside the names. The first group are names of people as well, where they stand alone.
const MONTH =
  /^(?:(jan|april|may|june|august)|january|feb(?:ruary)?|mar(?:ch)?|apr|july?|jun|aug|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?:\s\d{1,2})?$/iu;
// "Jo Doe For Elm Online": for whom somebody writes.
const EMPLOYER = /\s(?:for|special to)\s(?:the\s)?\p{Lu}[\p{L}.'’&-]*(?:\s\p{Lu}[\p{L}.'’&-]*){0,3}$/iu;

const isTitle = (part: string): boolean => TITLE_END.test(part) || TITLE_OF.test(part);
const isName = (part: string): boolean => NAME.test(part) && part.split(' ').length <= MAX_NAME_WORDS;

/** At most two names, and whether there are others. Each once; null where none is left. */
export function joinNames(names: readonly (string | null)[]): string | null {
  const known = [...new Map(names.filter((name) => name !== null).map((name) => [name.toLowerCase(), name])).values()];
  if (known.length === 0) return null;
  return known.length <= MAX_NAMED ? known.join(', ') : `${known.slice(0, MAX_NAMED).join(', ')} and others`;
}

function withoutEmployer(part: string): string {
  const name = part.replace(EMPLOYER, '');
  return isName(name) ? name : part;
}

/** A line of names, its job titles taken out; the line as it is where it holds none and no more than two names. */
function keepNames(given: string): string | null {
  const written = given.split(JOINTS).filter((part) => part !== '');
  const isMonth = (part: string): boolean => {
    const month = MONTH.exec(part);
    return month !== null && (written.length > 1 || month[1] === undefined);
  };
  const parts = written.filter((part) => !isMonth(part)).map(withoutEmployer);
  const line =
    parts.every((part, at) => part === written[at]) && parts.length === written.length ? given : parts.join(', ');
  if (parts.length <= 1) return line || null;
  const kept = parts.filter((part, at) => at === 0 || !isTitle(part)).map((part) => part.trim());
  const names = kept.filter(isName);
  // A long list of names may hold something else, such as a part of a date.
  if (names.length > MAX_NAMED && names[0] === kept[0]) return joinNames(names);
  if (kept.length === parts.length) return line;
  return kept.every(isName) ? joinNames(kept) : (kept[0] ?? null);
}

/** A byline without its "By", job titles and addresses, of two names at most; null where no name is left. */
export function cleanByline(html: string | null | undefined): string | null {
  const line = cleanLine(html)
    ?.replace(
      /^(?:(?:written |reported |story |words |text |posted |published )?by:?\s+(?=\S)|(?:more from|follow)\s+(?=\p{Lu}\S*\s+\p{Lu})|(?:Von|Par|Por|Di|Door|Av|Af)\s+(?=\p{Lu}\S*\s+\p{Lu}))/iu,
      '',
    )
    .replace(/\s*\S+@\S+\.\w+\s*\((.+)\)$/u, '$1')
    .replace(/\s*[<([]?[^\s<>()[\]]+@[^\s<>()[\]]+\.\w+[>)\]]?\s*/gu, ' ')
    .replace(/^[\s,;|–—-]+|[\s,;|–—-]+$/gu, '');
  if (!line || !/\p{L}/u.test(line) || NO_NAME.test(line) || DATE_ALONE.test(line)) return null;
  const names = keepNames(line)?.replace(TITLE_BEFORE, '');
  return names ? cleanText(names) : null;
}
