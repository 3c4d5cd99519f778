/** How files on the hypervisor's storage are named in VMX files and in domain documents. */
export interface VmxFileNames {
  /** A name in a VMX file as the domain document has it. */
  parse(name: string): string;
  /** The reverse. */
  format(name: string): string;
}

/** VMware's desktop products: both sides have the same name. */
export const plainFileNames: VmxFileNames = { parse: name => name, format: name => name };

const volumes = '/vmfs/volumes/';

/**
 * ESX: documents name `[datastore] path`, files `/vmfs/volumes/datastore/path`; a name without a folder is beside the
 * VMX file.
 * @param datastore where the VMX file is
 * @param directory the folder it is in, below the datastore
 */
export function datastoreFileNames(datastore: string, directory: string): VmxFileNames {
  return {
    parse(name) {
      if (name.startsWith(volumes)) {
        const rest = name.slice(volumes.length);
        const cut = rest.indexOf('/');
        if (cut > 0) return `[${rest.slice(0, cut)}] ${rest.slice(cut + 1)}`;
      }
      if (name.startsWith('/') || name.startsWith('[')) return name;
      return `[${datastore}] ${directory === '' ? '' : `${directory}/`}${name}`;
    },
    format(name) {
      const found = /^\[([^\]]+)\] *(.*)$/.exec(name);
      return found === null ? name : `${volumes}${found[1]}/${found[2]}`;
    },
  };
}
