import type { Domain } from '../domain.js';
import { unsupported } from './unsupported.js';

/** A guest without USB has no devices on it; redirection needs a controller that is there already. */
export function validateUsb({ devices }: Domain): void {
  const models = devices.controllers.flatMap(({ kind }) => (kind.type === 'usb' ? [kind.model] : []));
  const disabled = models.includes('none');
  if (devices.redirdevs.length > 0 && (disabled || models.length === 0)) {
    throw unsupported('cannot add redirected USB device: USB is disabled for this domain');
  }
  if (!disabled) return;
  if (devices.hubs.length > 0) throw unsupported("Can't add hub: USB is disabled for this domain");
  if (devices.inputs.some(({ bus }) => bus === 'usb')) {
    throw unsupported("Can't add USB input device. USB bus is disabled");
  }
  if (devices.disks.some(({ target }) => target.bus === 'usb')) {
    throw unsupported("Can't add USB disk. USB bus is disabled");
  }
  if (devices.hostdevs.some(({ hostdev }) => hostdev.mode === 'subsystem' && hostdev.device.type === 'usb')) {
    throw unsupported("Can't add host USB device: USB is disabled in this host");
  }
}
