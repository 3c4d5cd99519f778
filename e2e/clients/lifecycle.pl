# Drives a daemon through Sys::Virt: lists, definitions, states, errors. Prints one line a fact.
use strict;
use warnings;
use Sys::Virt;

my ($uri, $type) = @ARGV;
my $connection = Sys::Virt->new(uri => $uri);
my $arch = $type eq 'test' ? 'i686' : 'x86_64';
my $domain = $connection->define_domain(
    "<domain type='$type'><name>pl</name><memory unit='MiB'>64</memory><os><type arch='$arch'>hvm</type></os></domain>");
print "type ", $connection->get_type(), "\n";
print "name ", $domain->get_name(), "\n";
if ($type eq 'test') { $domain->create(); $domain->suspend() }
else { $domain->create(Sys::Virt::Domain::START_PAUSED) }
print "paused ", join(' ', $domain->get_state()), "\n";
$domain->resume();
print "running ", join(' ', $domain->get_state()), "\n";
my @names = map { $_->get_name() } $connection->list_all_domains(Sys::Virt::Domain::LIST_ACTIVE);
print "listed ", (grep { $_ eq 'pl' } @names) ? 1 : 0, "\n";
$domain->destroy();
print "stopped ", join(' ', $domain->get_state()), "\n";
$domain->undefine();
eval { $connection->get_domain_by_name('pl') };
print "error ", $@->code, "\n";
