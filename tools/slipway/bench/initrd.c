/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing an initial file system for Linux, by libarchive. The same content gives the same bytes. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/message.h"
#include "base/text.h"
#include "bench/initrd.h"

struct initrd {
    struct archive *archive;
    char *path;
    char *partial;              /* its name while it is written */
    bool good;
};

static void check(struct initrd *initrd, int status)
{
    if (status == ARCHIVE_OK || !initrd->good)
        return;
    report_error(archive_error_string(initrd->archive), NULL, "writing %s", initrd->partial);
    initrd->good = false;
}

struct initrd *initrd_begin(const char *path)
{
    struct initrd *initrd = allocate(sizeof *initrd);

    *initrd = (struct initrd){ archive_write_new(), format("%s", path),
                               format("%s.%d", path, (int)getpid()), true };
    archive_write_set_format_cpio_newc(initrd->archive);
    if (folders_make(path) < 0) {
        report_error(strerror(errno), NULL, "making the folders of %s", path);
        initrd->good = false;
    }
    if (initrd->good)
        check(initrd, archive_write_open_filename(initrd->archive, initrd->partial));
    return initrd;
}

static void add(struct initrd *initrd, const char *name, unsigned type, unsigned mode, size_t size)
{
    struct archive_entry *entry = archive_entry_new();

    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, mode);
    archive_entry_set_nlink(entry, 1);
    archive_entry_set_mtime(entry, 0, 0);
    archive_entry_set_size(entry, (la_int64_t)size);
    check(initrd, archive_write_header(initrd->archive, entry));
    archive_entry_free(entry);
}

void initrd_add_folder(struct initrd *initrd, const char *name)
{
    if (initrd->good)
        add(initrd, name, AE_IFDIR, 0755, 0);
}

void initrd_add_file(struct initrd *initrd, const char *name, const void *content, size_t size,
                     bool executable)
{
    if (initrd->good)
        add(initrd, name, AE_IFREG, executable ? 0755 : 0644, size);
    if (initrd->good && archive_write_data(initrd->archive, content, size) != (la_ssize_t)size)
        check(initrd, ARCHIVE_FATAL);
}

bool initrd_end(struct initrd *initrd, bool keep)
{
    if (initrd->good)
        check(initrd, archive_write_close(initrd->archive));
    archive_write_free(initrd->archive);
    bool good = initrd->good && keep;
    if (good && rename(initrd->partial, initrd->path) < 0) {
        report_error(strerror(errno), NULL, "renaming %s to %s", initrd->partial, initrd->path);
        good = false;
    }
    if (!good)
        unlink(initrd->partial);
    free(initrd->partial);
    free(initrd->path);
    free(initrd);
    return good;
}
