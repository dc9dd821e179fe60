/* A disk that fails: the calls of the C library by which files below a folder are written or read, with an error in place of some of them.
   Loaded before the C library (LD_PRELOAD); what is to fail stands in a file that the test and this process share. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NONE, WRITE, SYNC, OPEN, TRUNCATE, RENAME, READ, UNLINK };

struct plan {
  volatile uint32_t kind;
  volatile uint32_t nth; /* counted from 1; 0: every one */
  volatile uint32_t error;
  volatile uint32_t seen;
  volatile uint32_t failed;
  volatile uint32_t microseconds; /* how long each call of the kind takes; with error 0 the disk is only slow */
};

static struct plan *plan;
static const char *folder;

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("DISK_FAULTS");
  folder = getenv("DISK_FAULTS_UNDER");
  if (!file || !folder) return;
  int fd = open(file, O_RDWR);
  if (fd < 0) return;
  void *at = mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (at != MAP_FAILED) plan = at;
}

static int fails(uint32_t kind) {
  uint32_t nth = __sync_add_and_fetch(&plan->seen, 1);
  if (plan->microseconds) usleep(plan->microseconds);
  if (!plan->error || (plan->nth && plan->nth != nth)) return 0;
  __sync_add_and_fetch(&plan->failed, 1);
  errno = (int)plan->error;
  (void)kind;
  return 1;
}

static int below(const char *path) {
  return strncmp(path, folder, strlen(folder)) == 0;
}

static int at_path(uint32_t kind, const char *path) {
  return plan && plan->kind == kind && below(path) && fails(kind);
}

static int at_fd(uint32_t kind, int fd) {
  char link[40], path[PATH_MAX];
  if (!plan || plan->kind != kind) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return below(path) && fails(kind);
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/* A write that fails has written its first half, as a disk may. */
ssize_t write(int fd, const void *bytes, size_t count) {
  REAL(write);
  if (!at_fd(WRITE, fd)) return real(fd, bytes, count);
  int error = errno;
  if (real(fd, bytes, count / 2) < 0) return -1;
  errno = error;
  return -1;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  REAL(pwrite);
  if (!at_fd(WRITE, fd)) return real(fd, bytes, count, at);
  int error = errno;
  if (real(fd, bytes, count / 2, at) < 0) return -1;
  errno = error;
  return -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  REAL(pwrite64);
  if (!at_fd(WRITE, fd)) return real(fd, bytes, count, at);
  int error = errno;
  if (real(fd, bytes, count / 2, at) < 0) return -1;
  errno = error;
  return -1;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  return at_fd(WRITE, fd) ? -1 : real(fd, parts, count);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
  REAL(pwritev);
  return at_fd(WRITE, fd) ? -1 : real(fd, parts, count, at);
}

int fsync(int fd) {
  REAL(fsync);
  return at_fd(SYNC, fd) ? -1 : real(fd);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  return at_fd(SYNC, fd) ? -1 : real(fd);
}

#define OPENING(name)                                                                                        \
  int name(const char *path, int flags, ...) {                                                               \
    REAL(name);                                                                                              \
    mode_t mode = 0;                                                                                         \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                                     \
      va_list rest;                                                                                          \
      va_start(rest, flags);                                                                                 \
      mode = va_arg(rest, mode_t);                                                                           \
      va_end(rest);                                                                                          \
    }                                                                                                        \
    return at_path(OPEN, path) ? -1 : real(path, flags, mode);                                               \
  }
OPENING(open)
OPENING(open64)

int ftruncate(int fd, off_t length) {
  REAL(ftruncate);
  return at_fd(TRUNCATE, fd) ? -1 : real(fd, length);
}

int ftruncate64(int fd, off64_t length) {
  REAL(ftruncate64);
  return at_fd(TRUNCATE, fd) ? -1 : real(fd, length);
}

int rename(const char *from, const char *to) {
  REAL(rename);
  return at_path(RENAME, to) ? -1 : real(from, to);
}

ssize_t read(int fd, void *bytes, size_t count) {
  REAL(read);
  return at_fd(READ, fd) ? -1 : real(fd, bytes, count);
}

ssize_t pread(int fd, void *bytes, size_t count, off_t at) {
  REAL(pread);
  return at_fd(READ, fd) ? -1 : real(fd, bytes, count, at);
}

ssize_t pread64(int fd, void *bytes, size_t count, off64_t at) {
  REAL(pread64);
  return at_fd(READ, fd) ? -1 : real(fd, bytes, count, at);
}

int unlink(const char *path) {
  REAL(unlink);
  return at_path(UNLINK, path) ? -1 : real(path);
}
