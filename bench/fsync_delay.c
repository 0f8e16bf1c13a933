/* Makes every fsync and fdatasync take FSYNC_DELAY_US microseconds longer, as a slower disk would. LD_PRELOAD it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static long calls;

static void wait_longer(void) {
    const char *text = getenv("FSYNC_DELAY_US");
    long us = text ? atol(text) : 0;
    struct timespec delay = {us / 1000000, (us % 1000000) * 1000};
    __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
    if (us > 0) nanosleep(&delay, NULL);
}

/* How often either was called in this process. */
long fsync_delay_calls(void) { return calls; }

int fsync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_longer();
    return real(fd);
}

int fdatasync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_longer();
    return real(fd);
}
