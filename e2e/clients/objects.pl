# Drives a daemon through Sys::Virt: devices, events, snapshots, streams, secrets, jobs. Prints a line a fact.
use strict;
use warnings;
use Sys::Virt;
use Sys::Virt::Event;
use Sys::Virt::Domain;

$| = 1;
my ($uri, $type, $folder) = @ARGV;
Sys::Virt::Event::register_default();
my $connection = Sys::Virt->new(uri => $uri);
my @heard;
$connection->domain_event_register_any(undef, Sys::Virt::Domain::EVENT_ID_LIFECYCLE,
    sub { my (undef, undef, $event, $detail) = @_; push @heard, "lifecycle $event $detail" });
$connection->domain_event_register_any(undef, Sys::Virt::Domain::EVENT_ID_DEVICE_ADDED,
    sub { push @heard, "added $_[2]" });
$connection->domain_event_register_any(undef, Sys::Virt::Domain::EVENT_ID_DEVICE_REMOVED,
    sub { push @heard, "removed $_[2]" });

# Runs the event loop until something was heard.
sub heard {
    my ($what) = @_;
    my $until = time + 20;
    my $timer = Sys::Virt::Event::add_timeout(200, sub { });
    Sys::Virt::Event::run_default() until time > $until or grep { $_ eq $what } @heard;
    Sys::Virt::Event::remove_timeout($timer);
    print "heard $what: ", (grep { $_ eq $what } @heard) ? 'yes' : 'no', "\n";
}

# Prints what a step gives: done, or the error's code.
sub try {
    my ($name, $step) = @_;
    my $result = eval { $step->(); 1 };
    print "$name: ", $result ? 'done' : ref $@ ? 'error ' . $@->code : $@, "\n";
}

my $image = "$folder/perl.img";
open my $file, '>', $image or die $!;
truncate $file, 1 << 20;
close $file;
my $root = "$folder/root.qcow2";
system('qemu-img', 'create', '-q', '-f', 'qcow2', $root, '1M') == 0 or die 'no image';
my $disk = "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='$image'/>"
    . "<target dev='sda' bus='scsi'/></disk>";
my $domain = $connection->define_domain("<domain type='$type'><name>perl</name><memory unit='MiB'>64</memory>"
    . "<os><type>hvm</type></os><features><acpi/></features><devices>"
    . "<controller type='scsi' index='0' model='virtio-scsi'/><disk type='file' device='disk'>"
    . "<driver name='qemu' type='qcow2'/><source file='$root'/><target dev='vda' bus='virtio'/></disk></devices></domain>");
heard('lifecycle 0 0');
try('start', sub { $domain->create() });
heard('lifecycle 2 0');
try('attach', sub { $domain->attach_device($disk, Sys::Virt::Domain::DEVICE_MODIFY_LIVE) });
heard('added scsi0-0-0-0');
try('attach again', sub { $domain->attach_device($disk, Sys::Virt::Domain::DEVICE_MODIFY_LIVE) });
try('detach', sub { $domain->detach_device($disk, Sys::Virt::Domain::DEVICE_MODIFY_LIVE) });
heard('removed scsi0-0-0-0');
try('detach again', sub { $domain->detach_device($disk, Sys::Virt::Domain::DEVICE_MODIFY_LIVE) });
print "job: ", $domain->get_job_info()->{type}, "\n";
try('abort no job', sub { $domain->abort_job() });
try('suspend', sub { $domain->suspend() });
heard('lifecycle 3 0');
try('save', sub { $domain->managed_save() });
print "saved: ", $domain->has_managed_save_image() ? 1 : 0, "\n";
try('go on', sub { $domain->create() });
try('destroy', sub { $domain->destroy() });

try('metadata', sub { $domain->set_metadata(Sys::Virt::Domain::METADATA_TITLE, 'Perl', undef, undef, 0) });
print "title: ", $domain->get_metadata(Sys::Virt::Domain::METADATA_TITLE, undef, 0), "\n";
my $snapshot = $domain->create_snapshot('<domainsnapshot><name>one</name></domainsnapshot>');
print "snapshots: ", join(' ', map { $_->get_name() } $domain->list_all_snapshots()), "\n";
try('no such snapshot', sub { $domain->get_snapshot_by_name('two') });
try('revert', sub { $snapshot->revert_to() });
try('delete', sub { $snapshot->delete() });
try('undefine', sub { $domain->undefine() });
heard('lifecycle 1 0');

my $pool = $connection->define_storage_pool(
    "<pool type='dir'><name>perl</name><target><path>$folder/perl-pool</path></target></pool>");
$pool->build();
$pool->create();
my $volume = $pool->create_volume("<volume><name>v</name><capacity unit='KiB'>64</capacity></volume>");
my $content = join '', map { chr($_ * 11 % 256) } 0 .. 40_000;
my $up = $connection->new_stream();
$volume->upload($up, 0, length $content);
for (my $sent = 0; $sent < length $content;) {
    my $part = substr $content, $sent, 10_000;
    $sent += $up->send($part, length $part);
}
$up->finish();
my $down = $connection->new_stream();
$volume->download($down, 0, length $content);
my $back = '';
$down->recv_all(sub { $back .= $_[1]; return length $_[1] });
$down->finish();
print "came back: ", $back eq $content ? 1 : 0, "\n";
$volume->delete(0);
$pool->destroy();
$pool->delete(0);
$pool->undefine();

my $secret = $connection->define_secret("<secret><usage type='volume'><volume>/perl</volume></usage></secret>");
try('no value', sub { $secret->get_value() });
$secret->set_value('open');
print "value: ", $secret->get_value(), "\n";
$secret->undefine();
my $filter = $connection->define_nwfilter("<filter name='perl'><rule action='drop' direction='in'/></filter>");
print "filter: ", $filter->get_name(), "\n";
$filter->undefine();
