import {
  attr,
  claimChild,
  content,
  type ElementSchema,
  element,
  elementForm,
  field,
  many,
  mergeClaims,
  oneOf,
  type RequiredField,
  single,
  str,
  type TypeOf,
  unless,
  yesNo,
} from '../kernel/index.js';

const blockerNames = many(single('feature', attr('name', str)));
const noBlockers = (names: readonly string[]) => names.length === 0;

const modelFields = {
  /** Whether a guest with it would run on this host; `unknown`: the emulator does not tell. */
  usable: attr('usable', oneOf('yes', 'no', 'unknown')),
  deprecated: attr('deprecated', yesNo).implied(false),
  /** `unknown` where the model belongs to nobody; absent from older daemons. */
  vendor: attr('vendor', str).optional,
  /** The versioned name that this one stands for; daemons before 10.7 do not tell. */
  canonical: attr('canonical', str).optional,
  name: content(str),
};

const customModelShape = element('model', {
  ...modelFields,
  /** Features that keep it from being usable; daemons before 10.7 do not tell. */
  blockers: unless(blockerNames, noBlockers),
});
/** A named CPU model that guests may have. */
export interface CustomCpuModel extends TypeOf<typeof customModelShape> {}

const modelShape = element('model', modelFields);
const model: ElementSchema<TypeOf<typeof modelShape>> = modelShape;

const blockersShape = element('blockers', { model: attr('model', str), features: blockerNames });
const blockers: ElementSchema<TypeOf<typeof blockersShape>> = blockersShape;

/** Models, each with the features that stand behind it in an element of their own. */
export const customModels: RequiredField<readonly CustomCpuModel[]> = field<readonly CustomCpuModel[]>({
  claims: mergeClaims([claimChild('model', 'own'), claimChild('blockers', 'own')]),
  form: { kind: 'list', item: elementForm(customModelShape) },
  missing: () => '',
  read(node, reading) {
    const models: CustomCpuModel[] = [];
    for (const part of node.children) {
      if (part.kind !== 'element' || part.namespace !== undefined) continue;
      if (part.local === 'model') models.push(model.read(part, reading));
      if (part.local !== 'blockers') continue;
      const blocked = blockers.read(part, reading);
      const at = models.findLastIndex(({ name }) => name === blocked.model);
      const found = models[at];
      if (found !== undefined && blocked.features.length > 0) models[at] = { ...found, blockers: blocked.features };
    }
    return models;
  },
  present: value => value.length > 0,
  children(value, out) {
    for (const one of value) {
      model.write(one, out);
      if (one.blockers !== undefined && one.blockers.length > 0)
        blockers.write({ model: one.name, features: one.blockers }, out);
    }
  },
});
