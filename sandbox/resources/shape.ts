/** How one structure is spelt on both sides: Pulumi's property names, and AWS's member names. */

/** Translates a value from Pulumi's spelling into AWS's, and back. */
export interface Shape<Pulumi = unknown, Aws = unknown> {
  /** @throws Error for a property that the shape does not know; `path` says where it stood */
  toAws(value: Pulumi, path: string): Aws;
  fromAws(value: Aws): Pulumi;
  /** The places of properties that {@link toAws} would refuse: `rules[1].filter.size`. @default - none */
  unknownIn?(value: unknown, path: string): readonly string[];
}

/** The shape of a structure, with those of its properties. */
export interface Structure<Pulumi, Aws> extends Shape<Pulumi, Aws> {
  readonly shapes: Readonly<Record<string, Shape>>;
}

type Member<Aws> = (keyof Aws & string) | readonly [name: keyof Aws & string, shape: Shape];
type Members<Pulumi, Aws> = { readonly [Key in keyof Pulumi & string]-?: Member<Aws> };

/** A structure: every property with the member that carries it, and that member's own shape where it has one. */
export function structure<Pulumi, Aws>(members: Members<Pulumi, Aws>): Structure<Pulumi, Aws> {
  const entries = Object.entries(members as Record<string, Member<Aws>>).map(([property, member]) =>
    typeof member === 'string'
      ? { property, name: member as string, shape: asItIs }
      : { property, name: member[0] as string, shape: member[1] },
  );
  const shapes = Object.fromEntries(entries.map(({ property, shape }) => [property, shape]));
  return {
    shapes,
    unknownIn: (value, path) => unknownProperties(shapes, value, path),
    toAws: (value, path) => {
      const given = value as Record<string, unknown>;
      const unknown = Object.keys(given).find((key) => shapes[key] === undefined);
      if (unknown !== undefined) throw new Error(`The sandbox does not act on "${path}.${unknown}".`);
      const found = entries.filter(({ property }) => given[property] !== undefined);
      return Object.fromEntries(
        found.map(({ property, name, shape }) => [name, shape.toAws(given[property], `${path}.${property}`)]),
      ) as Aws;
    },
    fromAws: (value) => {
      const given = value as Record<string, unknown>;
      const found = entries.filter(({ name }) => !isNothing(given[name]));
      return Object.fromEntries(
        found.map(({ property, name, shape }) => [property, shape.fromAws(given[name])]),
      ) as Pulumi;
    },
  };
}

/** What is no structure here has a value that is not known yet, or one that is for AWS to refuse. */
function unknownProperties(shapes: Readonly<Record<string, Shape>>, value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const shape = shapes[key];
    const place = `${path}.${key}`;
    return shape === undefined ? [place] : (shape.unknownIn?.(inner, place) ?? []);
  });
}

/** A list whose elements all have one shape. */
export function listOf<Pulumi, Aws>(shape: Shape<Pulumi, Aws>): Shape<readonly Pulumi[], Aws[]> {
  return {
    unknownIn: (values, path) =>
      Array.isArray(values)
        ? values.flatMap((value, index) => shape.unknownIn?.(value, `${path}[${index}]`) ?? [])
        : [],
    toAws: (values, path) => values.map((value, index) => shape.toAws(value, `${path}[${index}]`)),
    fromAws: (values) => values.map((value) => shape.fromAws(value)),
  };
}

/** A map that AWS takes as a list of pairs: `{ a: 'b' }` is `[{ Name: 'a', Value: 'b' }]`. */
export function pairs(key: string, value: string): Shape<Record<string, string>, Record<string, string>[]> {
  return {
    toAws: (map) => Object.entries(map).map(([name, content]) => ({ [key]: name, [value]: content })),
    fromAws: (list) => Object.fromEntries(list.map((pair) => [pair[key] ?? '', pair[value] ?? ''])),
  };
}

/** The provider cannot tell an empty list from none, and AWS answers either for what was left out. */
function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

const asItIs: Shape = { toAws: (value) => value, fromAws: (value) => value };
