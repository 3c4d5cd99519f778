import type { Domain } from '../domain.js';
import { unsupported } from './unsupported.js';

/** A guest without USB has no devices on it; redirection needs a controller that is there already. */
export function validateUsb({ devices }: Domain): void {
  const models = devices.controllers.flatMap(({ kind }) => (kind.type === 'usb' ? [kind.model] : []));
  const disabled = models.includes('none');
  const [redirdev] = devices.redirdevs;
  if (redirdev !== undefined && (disabled || models.length === 0)) {
    throw unsupported('cannot add redirected USB device: USB is disabled for this domain', redirdev);
  }
  if (!disabled) return;
  const [hub] = devices.hubs;
  if (hub !== undefined) throw unsupported("Can't add hub: USB is disabled for this domain", hub);
  const input = devices.inputs.find(({ bus }) => bus === 'usb');
  if (input !== undefined) throw unsupported("Can't add USB input device. USB bus is disabled", input);
  const disk = devices.disks.find(({ target }) => target.bus === 'usb');
  if (disk !== undefined) throw unsupported("Can't add USB disk. USB bus is disabled", disk);
  const hostdev = devices.hostdevs.find(
    ({ hostdev: { mode, device } }) => mode === 'subsystem' && device.type === 'usb',
  );
  if (hostdev !== undefined) throw unsupported("Can't add host USB device: USB is disabled in this host", hostdev);
}
