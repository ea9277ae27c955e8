/** The field of a form that returns what it showed for another one. */
export const wasField = <Name extends string>(name: Name): `was_${Name}` => `was_${name}`;

type Texts<Name extends string> = Partial<Record<Name, string>>;

/**
 * What a person changed in a form that also returns what it showed: a field that they left alone is never saved, so that
 * what somebody else changed meanwhile stays. `seen`: what the form showed, to find fields that both changed. `flat`: the
 * text as it counts for a comparison. `otherwise`: what a field showed where the form does not say. In the fields that
 * `give_way` names, separated by commas, the person takes the other one's text.
 */
export function readTyped<Name extends string>(
  fields: Readonly<Record<string, string | undefined>>,
  names: readonly Name[],
  { flat, otherwise = () => '' }: { flat: (text: string) => string; otherwise?: (name: Name) => string },
): { changes: Texts<Name>; seen: Texts<Name> } {
  const changes: Texts<Name> = {};
  const seen: Texts<Name> = {};
  const givenWay = fields['give_way']?.split(',') ?? [];
  for (const name of names) {
    const was = fields[wasField(name)];
    if (was !== undefined) seen[name] = was;
    const typed = fields[name];
    if (typed === undefined || givenWay.includes(name)) continue;
    if (flat(typed) !== flat(was ?? otherwise(name))) changes[name] = typed;
  }
  return { changes, seen };
}
