/* libvirt's own client library: calls one after the other, and from many threads. Usage: c-client URI MODE SECONDS */
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SAMPLES 4000000
static double end;
static virDomainPtr domain;
static double *samples;
static long count;

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static void *calls(void *unused)
{
    virDomainInfo info;
    (void)unused;
    for (double before = now(CLOCK_MONOTONIC), after; before < end; before = after) {
        if (virDomainGetInfo(domain, &info) < 0)
            exit(1);
        after = now(CLOCK_MONOTONIC);
        long at = __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
        if (at < SAMPLES)
            samples[at] = after - before;
    }
    return NULL;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void *eventLoop(void *unused)
{
    for (;;)
        virEventRunDefaultImpl();
    return unused;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    int threads = strcmp(argv[2], "pipelined") ? 1 : 64;
    double seconds = atof(argv[3]);
    pthread_t all[64], loop;
    samples = malloc(SAMPLES * sizeof *samples);
    virEventRegisterDefaultImpl();
    pthread_create(&loop, NULL, eventLoop, NULL);
    virConnectPtr connection = virConnectOpen(argv[1]);
    if (!connection || !(domain = virDomainLookupByName(connection, "test")))
        return 1;
    end = now(CLOCK_MONOTONIC) + 3e5;
    calls(NULL);
    count = 0;
    double cpu = now(CLOCK_PROCESS_CPUTIME_ID), begin = now(CLOCK_MONOTONIC);
    end = begin + seconds * 1e6;
    for (int i = 0; i < threads; i++)
        pthread_create(&all[i], NULL, calls, NULL);
    for (int i = 0; i < threads; i++)
        pthread_join(all[i], NULL);
    double passed = now(CLOCK_MONOTONIC) - begin;
    cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    FILE *status = fopen("/proc/self/statm", "r");
    long pages = 0, resident = 0;
    if (!status || fscanf(status, "%ld %ld", &pages, &resident) != 2)
        return 1;
    long kept = count < SAMPLES ? count : SAMPLES;
    /* The samples' own memory is not the client's. */
    double rss = resident * sysconf(_SC_PAGESIZE) - kept * sizeof *samples;
    qsort(samples, kept, sizeof *samples, ascending);
    printf("{\"p50\": %.2f, \"rate\": %.0f, \"rssMiB\": %.1f, \"cpu\": %.2f}\n", samples[kept / 2], count / passed * 1e6,
           rss / 1048576, cpu / count);
    return 0;
}
