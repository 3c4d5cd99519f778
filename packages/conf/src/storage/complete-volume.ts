import { VirtError } from '@tsvirt/util';
import { placed, valueFault } from '../kernel/index.js';
import { permissionsOf } from './permissions.js';
import type { PoolType } from './pool.js';
import { poolTypes } from './pool-types.js';
import type { StorageVolume } from './volume.js';

/**
 * Checks a volume to be made in a pool of the type, and fills in what goes without saying: its type, its format, its
 * capacity and allocation. What is found rather than asked for (key, path, extents, times) is dropped.
 * @throws XML_ERROR, CONFIG_UNSUPPORTED
 */
export function completeStorageVolume(volume: StorageVolume, pool: PoolType): StorageVolume {
  const { target, backing } = volume;
  validateStorageVolume(volume);
  const { capacity } = volume;
  const { features } = target;
  return {
    type: volume.type ?? poolTypes[pool].volume,
    name: volume.name,
    capacity,
    allocation: volume.allocation ?? capacity,
    target: {
      format: formatOf(target.format, pool),
      permissions: target.permissions && permissionsOf(target.permissions),
      encryption: target.encryption && {
        ...target.encryption,
        cipher: target.encryption.format === 'luks' ? target.encryption.cipher : undefined,
        ivgen: target.encryption.format === 'luks' ? target.encryption.ivgen : undefined,
      },
      compat: target.compat ?? (features && '1.1'),
      nocow: target.nocow,
      clusterSize: target.clusterSize || undefined,
      features,
    },
    backing:
      backing?.path === undefined
        ? undefined
        : {
            path: backing.path,
            format: formatOf(backing.format, pool),
            permissions: backing.permissions && permissionsOf(backing.permissions),
          },
  };
}

/**
 * Checks a volume for what holds in every kind of pool; its format is a pool's to know.
 * @throws XML_ERROR, CONFIG_UNSUPPORTED
 */
export function validateStorageVolume(volume: StorageVolume): void {
  placed(volume, () => {
    if (volume.capacity === undefined) throw valueFault(['XML_ERROR', 'STORAGE'], 'missing capacity element', volume);
    checkCompat(volume.target);
    checkEncryption(volume);
  });
}

function formatOf(format: string | undefined, pool: PoolType): string | undefined {
  const formats = poolTypes[pool].volumeFormats;
  if (formats === undefined || format === undefined) return formats?.[0];
  if (formats.includes(format)) return format;
  throw new VirtError('CONFIG_UNSUPPORTED', 'STORAGE', `unknown volume format type ${format}`);
}

function checkCompat(target: StorageVolume['target']): void {
  const { compat } = target;
  if (compat !== undefined && !/^\d+\.\d+$/.test(compat)) {
    const detail = `forbidden characters in compat '${compat}': expected a version such as 1.1`;
    throw valueFault(['XML_ERROR', 'STORAGE'], detail, target, 'compat');
  }
}

function checkEncryption({ target: { encryption } }: StorageVolume): void {
  if (encryption === undefined) return;
  if (encryption.format === 'luks' && encryption.ivgen !== undefined && encryption.cipher === undefined) {
    throw valueFault(['XML_ERROR', 'STORAGE'], 'ivgen element found, but cipher is missing', encryption.ivgen);
  }
  for (const secret of encryption.secrets ?? []) {
    if ((secret.uuid === undefined) === (secret.usage === undefined)) {
      throw valueFault(['XML_ERROR', 'NONE'], 'expected either the uuid or the usage of a secret', secret);
    }
  }
}
