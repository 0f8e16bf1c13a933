/* Stands before fsync and fdatasync (LD_PRELOAD) and does what the files of the folder $FSYNC_FAULT say:
 *   hang   while it is there, no call returns; `hanging` is made when one waits
 *   fail   while it is there, every call fails with EIO
 *   done   grows by one byte for each call that returned well
 * Only files with "desk.sqlite3" in their path are meant.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void path_of(char *path, const char *name) {
    snprintf(path, PATH_MAX, "%s/%s", getenv("FSYNC_FAULT"), name);
}

static int there(const char *name) {
    char path[PATH_MAX];
    path_of(path, name);
    return access(path, F_OK) == 0;
}

static void touch(const char *name, const char *text) {
    char path[PATH_MAX];
    path_of(path, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd >= 0) {
        if (write(fd, text, strlen(text)) < 0) abort();
        close(fd);
    }
}

static int meant(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0 || getenv("FSYNC_FAULT") == NULL) return 0;
    path[length] = 0;
    return strstr(path, "desk.sqlite3") != NULL;
}

static int synced(int fd, const char *call) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
    if (!meant(fd)) return real(fd);
    if (there("hang")) touch("hanging", "");
    while (there("hang")) usleep(1000);
    if (there("fail")) {
        errno = EIO;
        return -1;
    }
    int outcome = real(fd);
    if (outcome == 0) touch("done", ".");
    return outcome;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }
