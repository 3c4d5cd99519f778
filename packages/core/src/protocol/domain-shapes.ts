import {
  connectGetAllDomainStatsMax,
  cpumapMax,
  domainFsinfoDisksMax,
  domainIpAddrMax,
  securityLabelMax,
} from './limits.js';
import { nonnullDomain } from './objects.js';
import { charText, optText, text } from './text.js';
import { typedParam } from './typed-param.js';
import { array, int, opaque, struct, type TypeOf, uhyper, uint, type Xdr } from './xdr.js';

const vcpuInfoShape = struct({ number: uint, state: int, cpuTime: uhyper, cpu: int });
/** One vCPU. `state` is a `VcpuState`, `cpuTime` in ns, `cpu` its host CPU (negative: `VcpuHostCpuState`). */
export interface VcpuInfo extends TypeOf<typeof vcpuInfoShape> {}
export const vcpuInfo: Xdr<VcpuInfo> = vcpuInfoShape;

const domainMemoryStatShape = struct({ tag: int, val: uhyper });
/** One measurement of guest memory. `tag` is a `DomainMemoryStatTags`; sizes in KiB. */
export interface DomainMemoryStat extends TypeOf<typeof domainMemoryStatShape> {}
export const domainMemoryStat: Xdr<DomainMemoryStat> = domainMemoryStatShape;

const domainDiskErrorShape = struct({ disk: text, error: int });
/** A disk (by target, `vda`) whose I/O failed. `error` is a `DomainDiskErrorCode`. */
export interface DomainDiskError extends TypeOf<typeof domainDiskErrorShape> {}
export const domainDiskError: Xdr<DomainDiskError> = domainDiskErrorShape;

const domainIOThreadInfoShape = struct({ iothreadId: uint, cpumap: opaque(cpumapMax) });
/** An I/O thread and the host CPUs it may use: bit n of byte n/8, lowest first. */
export interface DomainIOThreadInfo extends TypeOf<typeof domainIOThreadInfoShape> {}
export const domainIOThreadInfo: Xdr<DomainIOThreadInfo> = domainIOThreadInfoShape;

const domainStatsRecordShape = struct({ dom: nonnullDomain, params: array(typedParam, connectGetAllDomainStatsMax) });
/** What was measured of one domain; the names are those of `DomainStatsParam`. */
export interface DomainStatsRecord extends TypeOf<typeof domainStatsRecordShape> {}
export const domainStatsRecord: Xdr<DomainStatsRecord> = domainStatsRecordShape;

const domainFSInfoShape = struct({
  mountpoint: text,
  name: text,
  fstype: text,
  devAliases: array(text, domainFsinfoDisksMax),
});
/** A file system mounted in the guest; `devAliases` are targets of the disks below it. */
export interface DomainFSInfo extends TypeOf<typeof domainFSInfoShape> {}
export const domainFSInfo: Xdr<DomainFSInfo> = domainFSInfoShape;

const domainIPAddrShape = struct({ type: int, addr: text, prefix: uint });
/** An address with the length of its prefix. `type` is an `IPAddrType`. */
export interface DomainIPAddr extends TypeOf<typeof domainIPAddrShape> {}
export const domainIPAddr: Xdr<DomainIPAddr> = domainIPAddrShape;

const domainInterfaceShape = struct({ name: text, hwaddr: optText, addrs: array(domainIPAddr, domainIpAddrMax) });
/** An interface of the guest: its name as the source of the answer knows it, MAC address, IP addresses. */
export interface DomainInterface extends TypeOf<typeof domainInterfaceShape> {}
export const domainInterface: Xdr<DomainInterface> = domainInterfaceShape;

const securityLabelShape = struct({ label: charText(securityLabelMax), enforcing: int });
/** The label that a guest's process runs under. `enforcing` is 1 where the host enforces it. */
export interface SecurityLabel extends TypeOf<typeof securityLabelShape> {}
export const securityLabel: Xdr<SecurityLabel> = securityLabelShape;

const graphicsAddressShape = struct({ family: int, node: text, service: text });
/** One end of a display's connection. `family` is a `DomainEventGraphicsAddressType`; host or path, and port. */
export interface GraphicsAddress extends TypeOf<typeof graphicsAddressShape> {}
export const graphicsAddress: Xdr<GraphicsAddress> = graphicsAddressShape;

const graphicsIdentityShape = struct({ type: text, name: text });
/** Who a display's client is: `type` says by which means (`x509dname`, `saslUsername`). */
export interface GraphicsIdentity extends TypeOf<typeof graphicsIdentityShape> {}
export const graphicsIdentity: Xdr<GraphicsIdentity> = graphicsIdentityShape;
