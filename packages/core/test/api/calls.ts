import { type Documents, mdevUuid, nicMac } from './documents.js';
import {
  type AdminClient,
  type AdminConnection,
  type AdminServer,
  type Connection,
  type Domain,
  type DomainCheckpoint,
  type DomainSnapshot,
  type Interface,
  type Network,
  type NetworkPort,
  type NodeDevice,
  type NWFilter,
  type NWFilterBinding,
  open,
  openAdmin,
  type OpenOptions,
  type Secret,
  type StoragePool,
  type StorageVol,
} from '../../src/index.js';

/** One object of each class, and what opens connections. */
export interface Objects {
  readonly uri: string;
  /** An open file of its own. */
  readonly descriptor: () => number;
  readonly how: OpenOptions;
  readonly adminUri: string;
  /** The path of a file that is not there yet. */
  readonly file: (name: string) => string;
  /** Where guests can go. */
  readonly destination: Connection;
  readonly destinationUri: string;
  /** What of these is made. */
  readonly xml: Documents;
  /** The folder of disks and pools. */
  readonly folder: string;
  /** A PCI device that can be given to guests. */
  readonly pci: string;
  readonly closable: Connection;
  readonly connection: Connection;
  /** Runs, and is stored. */
  readonly domain: Domain;
  /** Is stored, and does not run. */
  readonly stopped: Domain;
  readonly snapshot: DomainSnapshot;
  readonly checkpoint: DomainCheckpoint;
  readonly network: Network;
  readonly port: NetworkPort;
  readonly pool: StoragePool;
  readonly volume: StorageVol;
  readonly secret: Secret;
  readonly device: NodeDevice;
  readonly iface: Interface;
  readonly filter: NWFilter;
  readonly binding: NWFilterBinding;
  readonly admin: AdminConnection;
  readonly server: AdminServer;
  readonly client: AdminClient;
}

/** How each function of the API is called here, by its name in C. */
export const calls: Readonly<Record<string, (o: Objects) => unknown>> = {
  virAdmClientClose: o => o.client.close(),
  virAdmClientGetID: o => o.client.getID(),
  virAdmClientGetInfo: o => o.client.getInfo(),
  virAdmClientGetTimestamp: o => o.client.getTimestamp(),
  virAdmClientGetTransport: o => o.client.getTransport(),
  virAdmConnectDaemonShutdown: o => o.admin.daemonShutdown(),
  virAdmConnectGetLibVersion: o => o.admin.getLibVersion(),
  virAdmConnectGetLoggingFilters: o => o.admin.getLoggingFilters(),
  virAdmConnectGetLoggingOutputs: o => o.admin.getLoggingOutputs(),
  virAdmConnectGetURI: o => o.admin.getURI(),
  virAdmConnectIsAlive: o => o.admin.isAlive(),
  virAdmConnectListServers: o => o.admin.listServers(),
  virAdmConnectLookupServer: o => o.admin.lookupServer('libvirtd'),
  virAdmConnectSetDaemonTimeout: o => o.admin.setDaemonTimeout(0),
  virAdmConnectSetLoggingFilters: o => o.admin.setLoggingFilters('3:rpc'),
  virAdmConnectSetLoggingOutputs: o => o.admin.setLoggingOutputs('3:stderr'),
  virAdmServerGetClientLimits: o => o.server.getClientLimits(),
  virAdmServerGetName: o => o.server.getName(),
  virAdmServerGetThreadPoolParameters: o => o.server.getThreadPoolParameters(),
  virAdmServerListClients: o => o.server.listClients(),
  virAdmServerLookupClient: o => o.server.lookupClient(o.client.id),
  virAdmServerSetClientLimits: o => o.server.setClientLimits({}),
  virAdmServerSetThreadPoolParameters: o => o.server.setThreadPoolParameters({}),
  virAdmServerUpdateTlsFiles: o => o.server.updateTlsFiles(),
  virConnectBaselineCPU: o => o.connection.baselineCPU([o.xml.cpu]),
  virConnectBaselineHypervisorCPU: o => o.connection.baselineHypervisorCPU([o.xml.cpu]),
  virConnectCompareCPU: o => o.connection.compareCPU(o.xml.cpu),
  virConnectCompareHypervisorCPU: o => o.connection.compareHypervisorCPU(o.xml.cpu),
  virConnectDomainXMLFromNative: o => o.connection.domainXMLFromNative('qemu-argv', 'qemu'),
  virConnectDomainXMLToNative: o => o.connection.domainXMLToNative('qemu-argv', o.xml.domain('native')),
  virConnectFindStoragePoolSources: o => o.connection.findStoragePoolSources('logical'),
  virConnectGetAllDomainStats: o => o.connection.getAllDomainStats(),
  virConnectGetCPUModelNames: o => o.connection.getCPUModelNames('x86_64'),
  virConnectGetCapabilities: o => o.connection.getCapabilities(),
  virConnectGetDomainCapabilities: o => o.connection.getDomainCapabilities(),
  virConnectGetHostname: o => o.connection.getHostname(),
  virConnectGetLibVersion: o => o.connection.getLibVersion(),
  virConnectGetMaxVcpus: o => o.connection.getMaxVcpus(),
  virConnectGetStoragePoolCapabilities: o => o.connection.getStoragePoolCapabilities(),
  virConnectGetSysinfo: o => o.connection.getSysinfo(),
  virConnectGetType: o => o.connection.getType(),
  virConnectGetURI: o => o.connection.getURI(),
  virConnectGetVersion: o => o.connection.getVersion(),
  virConnectIsAlive: o => o.connection.isAlive(),
  virConnectIsEncrypted: o => o.connection.isEncrypted(),
  virConnectIsSecure: o => o.connection.isSecure(),
  virConnectListAllDomains: o => o.connection.listAllDomains(),
  virConnectListAllInterfaces: o => o.connection.listAllInterfaces(),
  virConnectListAllNWFilterBindings: o => o.connection.listAllNWFilterBindings(),
  virConnectListAllNWFilters: o => o.connection.listAllNWFilters(),
  virConnectListAllNetworks: o => o.connection.listAllNetworks(),
  virConnectListAllNodeDevices: o => o.connection.listAllNodeDevices(),
  virConnectListAllSecrets: o => o.connection.listAllSecrets(),
  virConnectListAllStoragePools: o => o.connection.listAllStoragePools(),
  virConnectListDefinedDomains: o => o.connection.listDefinedDomains(),
  virConnectListDefinedInterfaces: o => o.connection.listDefinedInterfaces(),
  virConnectListDefinedNetworks: o => o.connection.listDefinedNetworks(),
  virConnectListDefinedStoragePools: o => o.connection.listDefinedStoragePools(),
  virConnectListDomains: o => o.connection.listDomains(),
  virConnectListInterfaces: o => o.connection.listInterfaces(),
  virConnectListNWFilters: o => o.connection.listNWFilters(),
  virConnectListNetworks: o => o.connection.listNetworks(),
  virConnectListSecrets: o => o.connection.listSecrets(),
  virConnectListStoragePools: o => o.connection.listStoragePools(),
  virConnectNumOfDefinedDomains: o => o.connection.numOfDefinedDomains(),
  virConnectNumOfDefinedInterfaces: o => o.connection.numOfDefinedInterfaces(),
  virConnectNumOfDefinedNetworks: o => o.connection.numOfDefinedNetworks(),
  virConnectNumOfDefinedStoragePools: o => o.connection.numOfDefinedStoragePools(),
  virConnectNumOfDomains: o => o.connection.numOfDomains(),
  virConnectNumOfInterfaces: o => o.connection.numOfInterfaces(),
  virConnectNumOfNWFilters: o => o.connection.numOfNWFilters(),
  virConnectNumOfNetworks: o => o.connection.numOfNetworks(),
  virConnectNumOfSecrets: o => o.connection.numOfSecrets(),
  virConnectNumOfStoragePools: o => o.connection.numOfStoragePools(),
  virConnectSetIdentity: o => o.connection.setIdentity({ userName: 'fred' }),
  virDomainAbortJob: o => o.domain.abortJob(),
  virDomainAbortJobFlags: o => o.domain.abortJobFlags(),
  virDomainAddIOThread: o => o.domain.addIOThread(7),
  virDomainAgentSetResponseTimeout: o => o.domain.agentSetResponseTimeout(1),
  virDomainAttachDevice: o => o.domain.attachDevice(o.xml.disk),
  virDomainAttachDeviceFlags: o => o.domain.attachDeviceFlags(o.xml.disk, { config: true }),
  virDomainAuthorizedSSHKeysGet: o => o.domain.authorizedSSHKeysGet('root'),
  virDomainAuthorizedSSHKeysSet: o => o.domain.authorizedSSHKeysSet('root', ['ssh-ed25519 AAAA']),
  virDomainBackupBegin: o => o.domain.backupBegin(o.xml.backup),
  virDomainBackupGetXMLDesc: async o => {
    await o.domain.backupBegin(o.xml.backup);
    return o.domain.backupGetXMLDesc();
  },
  virDomainBlockCommit: o => o.domain.blockCommit('vda', { active: true }),
  virDomainBlockCopy: o => o.domain.blockCopy('vda', o.xml.copy, {}, { transientJob: true }),
  virDomainBlockJobAbort: async o => {
    await o.domain.blockCopy('vda', o.xml.copy, {}, { transientJob: true });
    await o.domain.blockJobAbort('vda');
  },
  virDomainBlockJobSetSpeed: async o => {
    await o.domain.blockCopy('vda', o.xml.copy, {}, { transientJob: true });
    await o.domain.blockJobSetSpeed('vda', 1n);
  },
  virDomainBlockPeek: o => o.domain.blockPeek('vda', 1n, 1),
  virDomainBlockPull: o => o.domain.blockPull('vda'),
  virDomainBlockRebase: o => o.domain.blockRebase('vda'),
  virDomainBlockResize: o => o.domain.blockResize('vda', 8_388_608n),
  virDomainBlockStats: o => o.domain.blockStats('vda'),
  virDomainBlockStatsFlags: o => o.domain.blockStatsFlags('vda'),
  virDomainCheckpointCreateXML: o =>
    o.domain.checkpointCreateXML('<domaincheckpoint><name>later</name></domaincheckpoint>'),
  virDomainCheckpointDelete: o => o.checkpoint.delete(),
  virDomainCheckpointGetConnect: o => o.checkpoint.getConnect(),
  virDomainCheckpointGetDomain: o => o.checkpoint.getDomain(),
  virDomainCheckpointGetName: o => o.checkpoint.getName(),
  virDomainCheckpointGetParent: async o =>
    (await o.checkpoint.getDomain().checkpointLookupByName('second')).getParent(),
  virDomainCheckpointGetXMLDesc: o => o.checkpoint.getXMLDesc(),
  virDomainCheckpointListAllChildren: o => o.checkpoint.listAllChildren(),
  virDomainCheckpointLookupByName: o => o.checkpoint.getDomain().checkpointLookupByName(o.checkpoint.name),
  virDomainCoreDump: o => o.domain.coreDump(o.file('core')),
  virDomainCoreDumpWithFormat: o => o.domain.coreDumpWithFormat(o.file('core'), 'raw'),
  virDomainCreate: async o => {
    await o.domain.destroy();
    await o.domain.create();
  },
  virDomainCreateLinux: o => o.connection.domainCreateLinux(o.xml.domain('made')),
  virDomainCreateWithFiles: async o => {
    await o.domain.destroy();
    await o.domain.createWithFiles([o.descriptor()]);
  },
  virDomainCreateWithFlags: async o => {
    await o.domain.destroy();
    await o.domain.createWithFlags({ paused: true });
  },
  virDomainCreateXML: o => o.connection.domainCreateXML(o.xml.domain('made')),
  virDomainCreateXMLWithFiles: o => o.connection.domainCreateXMLWithFiles(o.xml.domain('made'), [o.descriptor()]),
  virDomainDefineXML: o => o.connection.domainDefineXML(o.xml.domain('made')),
  virDomainDefineXMLFlags: o => o.connection.domainDefineXMLFlags(o.xml.domain('made'), { validate: true }),
  virDomainDelIOThread: o => o.domain.delIOThread(1),
  virDomainDelThrottleGroup: o => o.domain.delThrottleGroup('x'),
  virDomainDestroy: o => o.domain.destroy(),
  virDomainDestroyFlags: o => o.domain.destroyFlags(),
  virDomainDetachDevice: async o => {
    await o.domain.attachDevice(o.xml.disk);
    await o.domain.detachDevice(o.xml.disk);
  },
  virDomainDetachDeviceAlias: o => o.domain.detachDeviceAlias('net0'),
  virDomainDetachDeviceFlags: async o => {
    await o.domain.attachDeviceFlags(o.xml.disk, { config: true });
    await o.domain.detachDeviceFlags(o.xml.disk, { config: true });
  },
  virDomainFDAssociate: o => o.domain.fdAssociate('x', [o.descriptor()]),
  virDomainFSFreeze: o => o.domain.fsFreeze(),
  virDomainFSThaw: o => o.domain.fsThaw(),
  virDomainFSTrim: o => o.domain.fsTrim(),
  virDomainGetAutostart: o => o.domain.getAutostart(),
  virDomainGetAutostartOnce: o => o.domain.getAutostartOnce(),
  virDomainGetBlkioParameters: o => o.domain.getBlkioParameters(),
  virDomainGetBlockInfo: o => o.domain.getBlockInfo('vda'),
  virDomainGetBlockIoTune: o => o.domain.getBlockIoTune('vda'),
  virDomainGetBlockJobInfo: o => o.domain.getBlockJobInfo('vda'),
  virDomainGetCPUStats: o => o.domain.getCPUStats(),
  virDomainGetConnect: o => o.domain.getConnect(),
  virDomainGetControlInfo: o => o.domain.getControlInfo(),
  virDomainGetDiskErrors: o => o.domain.getDiskErrors(),
  virDomainGetEmulatorPinInfo: o => o.domain.getEmulatorPinInfo(),
  virDomainGetFSInfo: o => o.domain.getFSInfo(),
  virDomainGetGuestInfo: o => o.domain.getGuestInfo(),
  virDomainGetGuestVcpus: o => o.domain.getGuestVcpus(),
  virDomainGetHostname: o => o.domain.getHostname(),
  virDomainGetID: o => o.domain.getID(),
  virDomainGetIOThreadInfo: o => o.domain.getIOThreadInfo(),
  virDomainGetInfo: o => o.domain.getInfo(),
  virDomainGetInterfaceParameters: o => o.domain.getInterfaceParameters(nicMac),
  virDomainGetJobInfo: o => o.domain.getJobInfo(),
  virDomainGetJobStats: o => o.domain.getJobStats(),
  virDomainGetLaunchSecurityInfo: o => o.domain.getLaunchSecurityInfo(),
  virDomainGetMaxMemory: o => o.domain.getMaxMemory(),
  virDomainGetMaxVcpus: o => o.domain.getMaxVcpus(),
  virDomainGetMemoryParameters: o => o.domain.getMemoryParameters(),
  virDomainGetMessages: o => o.domain.getMessages(),
  virDomainGetMetadata: async o => {
    await o.domain.setMetadata('description', 'x');
    return o.domain.getMetadata('description');
  },
  virDomainGetName: o => o.domain.getName(),
  virDomainGetNumaParameters: o => o.domain.getNumaParameters(),
  virDomainGetOSType: o => o.domain.getOSType(),
  virDomainGetPerfEvents: o => o.domain.getPerfEvents(),
  virDomainGetSchedulerParameters: o => o.domain.getSchedulerParameters(),
  virDomainGetSchedulerParametersFlags: o => o.domain.getSchedulerParametersFlags(),
  virDomainGetSchedulerType: o => o.domain.getSchedulerType(),
  virDomainGetSecurityLabel: o => o.domain.getSecurityLabel(),
  virDomainGetSecurityLabelList: o => o.domain.getSecurityLabelList(),
  virDomainGetState: o => o.domain.getState(),
  virDomainGetTime: o => o.domain.getTime(),
  virDomainGetUUID: o => o.domain.getUUID(),
  virDomainGetUUIDString: o => o.domain.getUUIDString(),
  virDomainGetVcpuPinInfo: o => o.domain.getVcpuPinInfo(),
  virDomainGetVcpus: o => o.domain.getVcpus(),
  virDomainGetVcpusFlags: o => o.domain.getVcpusFlags(),
  virDomainGetXMLDesc: o => o.domain.getXMLDesc(),
  virDomainGraphicsReload: o => o.domain.graphicsReload('any'),
  virDomainHasCurrentSnapshot: o => o.domain.hasCurrentSnapshot(),
  virDomainHasManagedSaveImage: o => o.domain.hasManagedSaveImage(),
  virDomainInjectNMI: o => o.domain.injectNMI(),
  virDomainInterfaceAddresses: o => o.domain.interfaceAddresses(),
  virDomainInterfaceStats: o => o.domain.interfaceStats(nicMac),
  virDomainIsActive: o => o.domain.isActive(),
  virDomainIsPersistent: o => o.domain.isPersistent(),
  virDomainIsUpdated: o => o.domain.isUpdated(),
  virDomainListAllCheckpoints: o => o.domain.listAllCheckpoints(),
  virDomainListAllSnapshots: o => o.domain.listAllSnapshots(),
  virDomainListGetStats: o => o.connection.domainListGetStats([o.domain]),
  virDomainLookupByID: o => o.connection.domainLookupByID(o.domain.id ?? 1),
  virDomainLookupByName: o => o.connection.domainLookupByName(o.domain.name),
  virDomainLookupByUUID: o => o.connection.domainLookupByUUID(o.domain.getUUID()),
  virDomainLookupByUUIDString: o => o.connection.domainLookupByUUIDString(o.domain.uuid),
  virDomainLxcOpenNamespace: o => o.domain.lxcOpenNamespace(),
  virDomainManagedSave: o => o.domain.managedSave(),
  virDomainManagedSaveDefineXML: async o => {
    await o.domain.managedSave();
    await o.domain.managedSaveDefineXML({ xml: await o.domain.managedSaveGetXMLDesc() });
  },
  virDomainManagedSaveGetXMLDesc: async o => {
    await o.domain.managedSave();
    return o.domain.managedSaveGetXMLDesc();
  },
  virDomainManagedSaveRemove: async o => {
    await o.domain.managedSave();
    await o.domain.managedSaveRemove();
  },
  virDomainMemoryPeek: o => o.domain.memoryPeek(1n, 1, { virtual: true }),
  virDomainMemoryStats: o => o.domain.memoryStats(),
  virDomainMigrateGetCompressionCache: o => o.domain.migrateGetCompressionCache(),
  virDomainMigrateGetMaxDowntime: o => o.domain.migrateGetMaxDowntime(),
  virDomainMigrateGetMaxSpeed: o => o.domain.migrateGetMaxSpeed(),
  virDomainMigrateSetCompressionCache: o => o.domain.migrateSetCompressionCache(67_108_864n),
  virDomainMigrateSetMaxDowntime: o => o.domain.migrateSetMaxDowntime(1n),
  virDomainMigrateSetMaxSpeed: o => o.domain.migrateSetMaxSpeed(1n),
  virDomainMigrateStartPostCopy: o => o.domain.migrateStartPostCopy(),
  virDomainOpenChannel: o => o.domain.openChannel(),
  virDomainOpenConsole: o => o.domain.openConsole(),
  virDomainOpenGraphics: o => o.domain.openGraphics(1, o.descriptor()),
  virDomainOpenGraphicsFD: o => o.domain.openGraphicsFD(1),
  virDomainPMSuspendForDuration: o => o.domain.pmSuspendForDuration('mem'),
  virDomainPMWakeup: async o => {
    await o.domain.pmSuspendForDuration('mem');
    await o.domain.pmWakeup();
  },
  virDomainPinEmulator: o => o.domain.pinEmulator([1]),
  virDomainPinIOThread: o => o.domain.pinIOThread(1, [1]),
  virDomainPinVcpu: o => o.domain.pinVcpu(0, [1]),
  virDomainPinVcpuFlags: o => o.domain.pinVcpuFlags(0, [1]),
  virDomainQemuAgentCommand: o => o.domain.qemuAgentCommand('{"execute":"guest-ping"}', { waitSeconds: 1 }),
  virDomainQemuAttach: o => o.connection.domainQemuAttach(1),
  virDomainQemuMonitorCommand: o => o.domain.qemuMonitorCommand('{"execute":"query-status"}'),
  virDomainQemuMonitorCommandWithFiles: o =>
    o.domain.qemuMonitorCommandWithFiles('{"execute":"query-status"}', [o.descriptor()]),
  virDomainReboot: o => o.domain.reboot(),
  virDomainRename: async o => {
    await o.stopped.rename('renamed');
  },
  virDomainReset: o => o.domain.reset(),
  virDomainRestore: async o => {
    await o.domain.save(o.file('saved'));
    await o.connection.domainRestore(o.file('saved'));
  },
  virDomainRestoreFlags: async o => {
    await o.domain.save(o.file('saved'));
    await o.connection.domainRestoreFlags(o.file('saved'), { paused: true });
  },
  virDomainRestoreParams: async o => {
    await o.domain.save(o.file('saved'));
    await o.connection.domainRestoreParams({ file: o.file('saved') });
  },
  virDomainResume: async o => {
    await o.domain.suspend();
    await o.domain.resume();
  },
  virDomainRevertToSnapshot: o => o.snapshot.getDomain().revertToSnapshot(o.snapshot),
  virDomainSave: o => o.domain.save(o.file('saved')),
  virDomainSaveFlags: o => o.domain.saveFlags(o.file('saved')),
  virDomainSaveImageDefineXML: async o => {
    await o.domain.save(o.file('saved'));
    const document = await o.connection.domainSaveImageGetXMLDesc(o.file('saved'));
    await o.connection.domainSaveImageDefineXML(o.file('saved'), document);
  },
  virDomainSaveImageGetXMLDesc: async o => {
    await o.domain.save(o.file('saved'));
    return o.connection.domainSaveImageGetXMLDesc(o.file('saved'));
  },
  virDomainSaveParams: o => o.domain.saveParams({ file: o.file('saved') }),
  virDomainScreenshot: o => o.domain.screenshot(),
  virDomainSendKey: o => o.domain.sendKey([1]),
  virDomainSendProcessSignal: o => o.domain.sendProcessSignal(1n, 'nop'),
  virDomainSetAutostart: o => o.domain.setAutostart(true),
  virDomainSetAutostartOnce: o => o.domain.setAutostartOnce(true),
  virDomainSetBlkioParameters: o => o.domain.setBlkioParameters({ weight: 500 }),
  virDomainSetBlockIoTune: o =>
    o.domain.setBlockIoTune('vda', { totalBytesSec: 1_000_000n, totalBytesSecMax: 2_000_000n }),
  virDomainSetBlockThreshold: o => o.domain.setBlockThreshold('vda', 1n),
  virDomainSetGuestVcpus: o => o.domain.setGuestVcpus([0], true),
  virDomainSetIOThreadParams: o => o.domain.setIOThreadParams(1, { pollMaxNs: 1000n }),
  virDomainSetInterfaceParameters: o => o.domain.setInterfaceParameters(nicMac, { inAverage: 100 }),
  virDomainSetLaunchSecurityState: o => o.domain.setLaunchSecurityState({ sevSecret: 'x' }),
  virDomainSetLifecycleAction: o => o.domain.setLifecycleAction('poweroff', 'destroy'),
  virDomainSetMaxMemory: o => o.stopped.setMaxMemory(524_288n),
  virDomainSetMemory: o => o.domain.setMemory(131_072n),
  virDomainSetMemoryFlags: o => o.domain.setMemoryFlags(131_072n),
  virDomainSetMemoryParameters: o => o.domain.setMemoryParameters({ hardLimit: 1_048_576n }),
  virDomainSetMemoryStatsPeriod: o => o.domain.setMemoryStatsPeriod(1),
  virDomainSetMetadata: o => o.domain.setMetadata('description', 'x'),
  virDomainSetNumaParameters: o => o.domain.setNumaParameters({ nodeset: '0' }),
  virDomainSetPerfEvents: o => o.domain.setPerfEvents({ cpuCycles: true }),
  virDomainSetSchedulerParameters: o => o.domain.setSchedulerParameters({ cpuShares: 1024n }),
  virDomainSetSchedulerParametersFlags: o => o.domain.setSchedulerParametersFlags({ cpuShares: 1024n }),
  virDomainSetThrottleGroup: o => o.domain.setThrottleGroup('x', {}),
  virDomainSetTime: o => o.domain.setTime({ seconds: 1n }),
  virDomainSetUserPassword: o => o.domain.setUserPassword('x', 'x'),
  virDomainSetVcpu: o => o.domain.setVcpu([1], true),
  virDomainSetVcpus: o => o.domain.setVcpus(2),
  virDomainSetVcpusFlags: o => o.domain.setVcpusFlags(2),
  virDomainShutdown: o => o.domain.shutdown(),
  virDomainShutdownFlags: o => o.domain.shutdownFlags(),
  virDomainSnapshotCreateXML: o => o.domain.snapshotCreateXML('<domainsnapshot><name>later</name></domainsnapshot>'),
  virDomainSnapshotCurrent: o => o.snapshot.getDomain().snapshotCurrent(),
  virDomainSnapshotDelete: o => o.snapshot.delete(),
  virDomainSnapshotGetConnect: o => o.snapshot.getConnect(),
  virDomainSnapshotGetDomain: o => o.snapshot.getDomain(),
  virDomainSnapshotGetName: o => o.snapshot.getName(),
  virDomainSnapshotGetParent: async o => (await o.snapshot.getDomain().snapshotLookupByName('second')).getParent(),
  virDomainSnapshotGetXMLDesc: o => o.snapshot.getXMLDesc(),
  virDomainSnapshotHasMetadata: o => o.snapshot.hasMetadata(),
  virDomainSnapshotIsCurrent: o => o.snapshot.isCurrent(),
  virDomainSnapshotListAllChildren: o => o.snapshot.listAllChildren(),
  virDomainSnapshotListChildrenNames: o => o.snapshot.listChildrenNames(),
  virDomainSnapshotListNames: o => o.domain.snapshotListNames(),
  virDomainSnapshotLookupByName: o => o.snapshot.getDomain().snapshotLookupByName(o.snapshot.name),
  virDomainSnapshotNum: o => o.domain.snapshotNum(),
  virDomainSnapshotNumChildren: o => o.snapshot.numChildren(),
  virDomainStartDirtyRateCalc: o => o.domain.startDirtyRateCalc(1),
  virDomainSuspend: o => o.domain.suspend(),
  virDomainUndefine: o => o.stopped.undefine(),
  virDomainUndefineFlags: o => o.stopped.undefineFlags({ snapshotsMetadata: true }),
  virDomainUpdateDeviceFlags: o => o.domain.updateDeviceFlags(o.xml.updatedNic),
  virInterfaceChangeBegin: o => o.connection.interfaceChangeBegin(),
  virInterfaceChangeCommit: async o => {
    await o.connection.interfaceChangeBegin();
    await o.connection.interfaceChangeCommit();
  },
  virInterfaceChangeRollback: async o => {
    await o.connection.interfaceChangeBegin();
    await o.connection.interfaceChangeRollback();
  },
  virInterfaceCreate: async o => {
    await o.iface.destroy();
    await o.iface.create();
  },
  virInterfaceDefineXML: o => o.connection.interfaceDefineXML(o.xml.iface),
  virInterfaceDestroy: o => o.iface.destroy(),
  virInterfaceGetConnect: o => o.iface.getConnect(),
  virInterfaceGetMACString: o => o.iface.getMACString(),
  virInterfaceGetName: o => o.iface.getName(),
  virInterfaceGetXMLDesc: o => o.iface.getXMLDesc(),
  virInterfaceIsActive: o => o.iface.isActive(),
  virInterfaceLookupByMACString: o => o.connection.interfaceLookupByMACString(o.iface.mac),
  virInterfaceLookupByName: o => o.connection.interfaceLookupByName(o.iface.name),
  virInterfaceUndefine: async o => {
    await o.iface.destroy();
    await o.iface.undefine();
  },
  virNWFilterBindingCreateXML: o => o.connection.nwFilterBindingCreateXML(o.xml.binding('vnet72', o.filter.name)),
  virNWFilterBindingDelete: o => o.binding.delete(),
  virNWFilterBindingGetFilterName: o => o.binding.getFilterName(),
  virNWFilterBindingGetPortDev: o => o.binding.getPortDev(),
  virNWFilterBindingGetXMLDesc: o => o.binding.getXMLDesc(),
  virNWFilterBindingLookupByPortDev: o => o.connection.nwFilterBindingLookupByPortDev(o.binding.portDev),
  virNWFilterDefineXML: o => o.connection.nwFilterDefineXML(o.xml.filter('made')),
  virNWFilterDefineXMLFlags: o => o.connection.nwFilterDefineXMLFlags(o.xml.filter('made')),
  virNWFilterGetName: o => o.filter.getName(),
  virNWFilterGetUUID: o => o.filter.getUUID(),
  virNWFilterGetUUIDString: o => o.filter.getUUIDString(),
  virNWFilterGetXMLDesc: o => o.filter.getXMLDesc(),
  virNWFilterLookupByName: o => o.connection.nwFilterLookupByName(o.filter.name),
  virNWFilterLookupByUUID: o => o.connection.nwFilterLookupByUUID(o.filter.getUUID()),
  virNWFilterLookupByUUIDString: o => o.connection.nwFilterLookupByUUIDString(o.filter.uuid),
  virNWFilterUndefine: async o => {
    await o.binding.delete();
    await o.filter.undefine();
  },
  virNetworkCreate: async o => {
    await o.network.destroy();
    await o.network.create();
  },
  virNetworkCreateXML: o => o.connection.networkCreateXML(o.xml.network('made')),
  virNetworkCreateXMLFlags: o => o.connection.networkCreateXMLFlags(o.xml.network('made')),
  virNetworkDefineXML: o => o.connection.networkDefineXML(o.xml.network('made')),
  virNetworkDefineXMLFlags: o => o.connection.networkDefineXMLFlags(o.xml.network('made')),
  virNetworkDestroy: o => o.network.destroy(),
  virNetworkGetAutostart: o => o.network.getAutostart(),
  virNetworkGetBridgeName: o => o.network.getBridgeName(),
  virNetworkGetConnect: o => o.network.getConnect(),
  virNetworkGetDHCPLeases: o => o.network.getDHCPLeases(),
  virNetworkGetMetadata: async o => {
    await o.network.setMetadata('description', 'x');
    return o.network.getMetadata('description');
  },
  virNetworkGetName: o => o.network.getName(),
  virNetworkGetUUID: o => o.network.getUUID(),
  virNetworkGetUUIDString: o => o.network.getUUIDString(),
  virNetworkGetXMLDesc: o => o.network.getXMLDesc(),
  virNetworkIsActive: o => o.network.isActive(),
  virNetworkIsPersistent: o => o.network.isPersistent(),
  virNetworkListAllPorts: o => o.network.listAllPorts(),
  virNetworkLookupByName: o => o.connection.networkLookupByName(o.network.name),
  virNetworkLookupByUUID: o => o.connection.networkLookupByUUID(o.network.getUUID()),
  virNetworkLookupByUUIDString: o => o.connection.networkLookupByUUIDString(o.network.uuid),
  virNetworkPortCreateXML: o => o.network.portCreateXML(o.xml.port('a51cc1b3-7b0a-4b1e-8f1c-0c1ed7b1c102')),
  virNetworkPortDelete: o => o.port.delete(),
  virNetworkPortGetNetwork: o => o.port.getNetwork(),
  virNetworkPortGetParameters: o => o.port.getParameters(),
  virNetworkPortGetUUID: o => o.port.getUUID(),
  virNetworkPortGetUUIDString: o => o.port.getUUIDString(),
  virNetworkPortGetXMLDesc: o => o.port.getXMLDesc(),
  virNetworkPortLookupByUUID: o => o.network.portLookupByUUID(o.port.getUUID()),
  virNetworkPortLookupByUUIDString: o => o.network.portLookupByUUIDString(o.port.uuid),
  virNetworkPortSetParameters: o => o.port.setParameters({ inAverage: 7 }),
  virNetworkSetAutostart: o => o.network.setAutostart(true),
  virNetworkSetMetadata: o => o.network.setMetadata('description', 'x'),
  virNetworkUndefine: async o => {
    await o.network.destroy();
    await o.network.undefine();
  },
  virNetworkUpdate: o => o.network.update('addLast', 'dnsHost', -1, o.xml.dnsHost),
  virNodeAllocPages: o => o.connection.nodeAllocPages([{ sizeKiB: 2048, count: 1n }]),
  virNodeDeviceCreate: async o => {
    await o.device.destroy();
    await o.device.create();
  },
  virNodeDeviceCreateXML: o => o.connection.nodeDeviceCreateXML(o.xml.mdev()),
  virNodeDeviceDefineXML: o => o.connection.nodeDeviceDefineXML(o.xml.mdev()),
  virNodeDeviceDestroy: o => o.device.destroy(),
  virNodeDeviceDetachFlags: async o => (await o.connection.nodeDeviceLookupByName(o.pci)).detachFlags(),
  virNodeDeviceDettach: async o => (await o.connection.nodeDeviceLookupByName(o.pci)).dettach(),
  virNodeDeviceGetAutostart: o => o.device.getAutostart(),
  virNodeDeviceGetName: o => o.device.getName(),
  virNodeDeviceGetParent: o => o.device.getParent(),
  virNodeDeviceGetXMLDesc: o => o.device.getXMLDesc(),
  virNodeDeviceIsActive: o => o.device.isActive(),
  virNodeDeviceIsPersistent: o => o.device.isPersistent(),
  virNodeDeviceListCaps: o => o.device.listCaps(),
  virNodeDeviceLookupByName: o => o.connection.nodeDeviceLookupByName(o.device.name),
  virNodeDeviceLookupSCSIHostByWWN: o =>
    o.connection.nodeDeviceLookupSCSIHostByWWN('2000000056785678', '1000000056785678'),
  virNodeDeviceNumOfCaps: o => o.device.numOfCaps(),
  virNodeDeviceReAttach: async o => (await o.connection.nodeDeviceLookupByName(o.pci)).reAttach(),
  virNodeDeviceReset: async o => (await o.connection.nodeDeviceLookupByName(o.pci)).reset(),
  virNodeDeviceSetAutostart: o => o.device.setAutostart(true),
  virNodeDeviceUndefine: async o => {
    await o.device.destroy();
    await o.device.undefine();
  },
  virNodeDeviceUpdate: o => o.device.update(o.xml.mdev("<attr name='assign' value='1'/>", mdevUuid), { config: true }),
  virNodeGetCPUMap: o => o.connection.nodeGetCPUMap(),
  virNodeGetCPUStats: o => o.connection.nodeGetCPUStats(),
  virNodeGetCellsFreeMemory: o => o.connection.nodeGetCellsFreeMemory(),
  virNodeGetFreeMemory: o => o.connection.nodeGetFreeMemory(),
  virNodeGetFreePages: o => o.connection.nodeGetFreePages([4]),
  virNodeGetInfo: o => o.connection.nodeGetInfo(),
  virNodeGetMemoryParameters: o => o.connection.nodeGetMemoryParameters(),
  virNodeGetMemoryStats: o => o.connection.nodeGetMemoryStats(),
  virNodeGetSEVInfo: o => o.connection.nodeGetSEVInfo(),
  virNodeGetSecurityModel: o => o.connection.nodeGetSecurityModel(),
  virNodeListDevices: o => o.connection.nodeListDevices(),
  virNodeNumOfDevices: o => o.connection.nodeNumOfDevices(),
  virNodeSetMemoryParameters: o => o.connection.nodeSetMemoryParameters({ pagesToScan: 100 }),
  virNodeSuspendForDuration: o => o.connection.nodeSuspendForDuration('mem', 60n),
  virSecretDefineXML: o => o.connection.secretDefineXML(o.xml.secret('/made')),
  virSecretGetConnect: o => o.secret.getConnect(),
  virSecretGetUUID: o => o.secret.getUUID(),
  virSecretGetUUIDString: o => o.secret.getUUIDString(),
  virSecretGetUsageID: o => o.secret.getUsageID(),
  virSecretGetUsageType: o => o.secret.getUsageType(),
  virSecretGetValue: async o => {
    await o.secret.setValue(new Uint8Array(16));
    return o.secret.getValue();
  },
  virSecretGetXMLDesc: o => o.secret.getXMLDesc(),
  virSecretLookupByUUID: o => o.connection.secretLookupByUUID(o.secret.getUUID()),
  virSecretLookupByUUIDString: o => o.connection.secretLookupByUUIDString(o.secret.uuid),
  virSecretLookupByUsage: o => o.connection.secretLookupByUsage('volume', '/secret'),
  virSecretSetValue: o => o.secret.setValue(new Uint8Array(16)),
  virSecretUndefine: o => o.secret.undefine(),
  virStoragePoolBuild: async o => {
    await o.pool.destroy();
    await o.pool.build();
  },
  virStoragePoolCreate: async o => {
    await o.pool.destroy();
    await o.pool.create();
  },
  virStoragePoolCreateXML: o => o.connection.storagePoolCreateXML(o.xml.pool('made')),
  virStoragePoolDefineXML: o => o.connection.storagePoolDefineXML(o.xml.pool('made')),
  virStoragePoolDelete: async o => {
    await o.volume.delete();
    await o.pool.destroy();
    await o.pool.delete();
  },
  virStoragePoolDestroy: o => o.pool.destroy(),
  virStoragePoolGetAutostart: o => o.pool.getAutostart(),
  virStoragePoolGetConnect: o => o.pool.getConnect(),
  virStoragePoolGetInfo: o => o.pool.getInfo(),
  virStoragePoolGetName: o => o.pool.getName(),
  virStoragePoolGetUUID: o => o.pool.getUUID(),
  virStoragePoolGetUUIDString: o => o.pool.getUUIDString(),
  virStoragePoolGetXMLDesc: o => o.pool.getXMLDesc(),
  virStoragePoolIsActive: o => o.pool.isActive(),
  virStoragePoolIsPersistent: o => o.pool.isPersistent(),
  virStoragePoolListAllVolumes: o => o.pool.listAllVolumes(),
  virStoragePoolListVolumes: o => o.pool.listVolumes(),
  virStoragePoolLookupByName: o => o.connection.storagePoolLookupByName(o.pool.name),
  virStoragePoolLookupByTargetPath: o => o.connection.storagePoolLookupByTargetPath(`${o.folder}/pools/every`),
  virStoragePoolLookupByUUID: o => o.connection.storagePoolLookupByUUID(o.pool.getUUID()),
  virStoragePoolLookupByUUIDString: o => o.connection.storagePoolLookupByUUIDString(o.pool.uuid),
  virStoragePoolLookupByVolume: o => o.connection.storagePoolLookupByVolume(o.volume),
  virStoragePoolNumOfVolumes: o => o.pool.numOfVolumes(),
  virStoragePoolRefresh: o => o.pool.refresh(),
  virStoragePoolSetAutostart: o => o.pool.setAutostart(true),
  virStoragePoolUndefine: async o => {
    await o.pool.destroy();
    await o.pool.undefine();
  },
  virStorageVolCreateXML: o => o.pool.storageVolCreateXML(o.xml.volume('made')),
  virStorageVolCreateXMLFrom: o => o.pool.storageVolCreateXMLFrom(o.xml.volume('made'), o.volume),
  virStorageVolDelete: o => o.volume.delete(),
  virStorageVolDownload: o => o.volume.download(),
  virStorageVolGetConnect: o => o.volume.getConnect(),
  virStorageVolGetInfo: o => o.volume.getInfo(),
  virStorageVolGetInfoFlags: o => o.volume.getInfoFlags(),
  virStorageVolGetKey: o => o.volume.getKey(),
  virStorageVolGetName: o => o.volume.getName(),
  virStorageVolGetPath: o => o.volume.getPath(),
  virStorageVolGetXMLDesc: o => o.volume.getXMLDesc(),
  virStorageVolLookupByKey: o => o.connection.storageVolLookupByKey(o.volume.key),
  virStorageVolLookupByName: o => o.pool.storageVolLookupByName(o.volume.name),
  virStorageVolLookupByPath: async o => o.connection.storageVolLookupByPath(await o.volume.getPath()),
  virStorageVolResize: o => o.volume.resize(8_388_608n),
  virStorageVolUpload: o => o.volume.upload(),
  virStorageVolWipe: o => o.volume.wipe(),
  virStorageVolWipePattern: o => o.volume.wipePattern('zero'),
  virConnectClose: o => o.closable.close(),
  virConnectDomainEventDeregister: async o => {
    const subscription = await o.connection.domainEventRegister(() => {});
    await o.connection.domainEventDeregister(subscription);
  },
  virConnectDomainEventDeregisterAny: async o => {
    const { callbackID } = await o.connection.domainEventRegisterAny('domainReboot', () => {});
    await o.connection.domainEventDeregisterAny(callbackID);
  },
  virConnectDomainEventRegister: async o => (await o.connection.domainEventRegister(() => {})).end(),
  virConnectDomainEventRegisterAny: async o =>
    (await o.connection.domainEventRegisterAny('domainReboot', () => {})).end(),
  virConnectDomainQemuMonitorEventDeregister: async o => {
    const { callbackID } = await o.connection.domainQemuMonitorEventRegister(() => {});
    await o.connection.domainQemuMonitorEventDeregister(callbackID);
  },
  virConnectDomainQemuMonitorEventRegister: async o =>
    (await o.connection.domainQemuMonitorEventRegister(() => {})).end(),
  virConnectNetworkEventDeregisterAny: async o => {
    const { callbackID } = await o.connection.networkEventRegisterAny('networkLifecycle', () => {});
    await o.connection.networkEventDeregisterAny(callbackID);
  },
  virConnectNetworkEventRegisterAny: async o =>
    (await o.connection.networkEventRegisterAny('networkLifecycle', () => {})).end(),
  virConnectNodeDeviceEventDeregisterAny: async o => {
    const { callbackID } = await o.connection.nodeDeviceEventRegisterAny('nodeDeviceUpdate', () => {});
    await o.connection.nodeDeviceEventDeregisterAny(callbackID);
  },
  virConnectNodeDeviceEventRegisterAny: async o =>
    (await o.connection.nodeDeviceEventRegisterAny('nodeDeviceUpdate', () => {})).end(),
  virConnectOpen: o => open(o.uri, o.how),
  virConnectOpenReadOnly: o => open(o.uri, { ...o.how, readOnly: true }),
  virAdmConnectClose: async o => (await openAdmin(o.adminUri)).close(),
  virAdmConnectOpen: o => openAdmin(o.adminUri),
  virConnectRegisterCloseCallback: async o => (await o.connection.registerCloseCallback(() => {})).end(),
  virConnectSecretEventDeregisterAny: async o => {
    const { callbackID } = await o.connection.secretEventRegisterAny('secretLifecycle', () => {});
    await o.connection.secretEventDeregisterAny(callbackID);
  },
  virConnectSecretEventRegisterAny: async o =>
    (await o.connection.secretEventRegisterAny('secretLifecycle', () => {})).end(),
  virConnectStoragePoolEventDeregisterAny: async o => {
    const { callbackID } = await o.connection.storagePoolEventRegisterAny('storagePoolRefresh', () => {});
    await o.connection.storagePoolEventDeregisterAny(callbackID);
  },
  virConnectStoragePoolEventRegisterAny: async o =>
    (await o.connection.storagePoolEventRegisterAny('storagePoolRefresh', () => {})).end(),
  virConnectUnregisterCloseCallback: async o => {
    const subscription = await o.connection.registerCloseCallback(() => {});
    await o.connection.unregisterCloseCallback(subscription);
  },
  virDomainMigrate: o => o.domain.migrate(o.destination, { unsafe: true }),
  virDomainMigrate2: async o =>
    o.domain.migrate2(o.destination, { unsafe: true, xml: await o.domain.getXMLDesc({ migratable: true }) }),
  virDomainMigrate3: o => o.domain.migrate3(o.destination, { bandwidth: 64n }, { unsafe: true }),
  virDomainMigrateToURI: o => o.domain.migrateToURI(o.destinationUri, { peer2peer: true, unsafe: true }),
  virDomainMigrateToURI2: o => o.domain.migrateToURI2(o.destinationUri, { peer2peer: true, unsafe: true }),
  virDomainMigrateToURI3: o => o.domain.migrateToURI3(o.destinationUri, {}, { peer2peer: true, unsafe: true }),
  virStreamAbort: async o => (await o.volume.upload()).abort(),
  virStreamFinish: async o => {
    const stream = await o.volume.upload();
    await stream.send(new Uint8Array(1));
    await stream.finish();
  },
  virStreamRecv: async o => (await o.volume.download()).recv(),
  virStreamRecvAll: async o => (await o.volume.download()).recvAll(() => {}),
  virStreamRecvFlags: async o => (await o.volume.download()).recvFlags(),
  virStreamRecvHole: async o => (await o.volume.download({ sparseStream: true, offset: 1_048_576n })).recvHole(),
  virStreamSend: async o => (await o.volume.upload()).send(new Uint8Array(1)),
  virStreamSendAll: async o => (await o.volume.upload()).sendAll([new Uint8Array(1)]),
  virStreamSendHole: async o => (await o.volume.upload({ sparseStream: true })).sendHole(1n),
  virStreamSparseRecvAll: async o =>
    (await o.volume.download({ sparseStream: true })).sparseRecvAll(
      () => {},
      () => {},
    ),
  virStreamSparseSendAll: async o =>
    (await o.volume.upload({ sparseStream: true })).sparseSendAll([{ kind: 'hole', length: 1n }]),
};
