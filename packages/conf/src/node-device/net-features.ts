import {
  attr,
  type ElementSchema,
  element,
  many,
  oneOf,
  refined,
  type RequiredField,
  type TypeOf,
} from '../kernel/index.js';
import { nodedev } from './fault-kinds.js';

/** In the order in which they are listed. */
const names = [
  'rx',
  'tx',
  'sg',
  'tso',
  'gso',
  'gro',
  'lro',
  'rxvlan',
  'txvlan',
  'ntuple',
  'rxhash',
  'rdma',
  'txudptnl',
  'switchdev',
] as const;

const featureShape = element('feature', { name: attr('name', oneOf(...names), nodedev) });
/** Something that a network card can do. */
export interface NetFeature extends TypeOf<typeof featureShape> {}
const netFeature: ElementSchema<NetFeature> = featureShape;

/** What a network card can do: each feature once, in a fixed order. */
export const netFeatures: RequiredField<readonly NetFeature[]> = refined(many(netFeature), given =>
  names.flatMap(name => given.find(feature => feature.name === name) ?? []),
);
