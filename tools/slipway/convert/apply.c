/* SPDX-License-Identifier: GPL-2.0-only */
/* Running the patches, one after the other, over the files of a conversion. A patch runs on
 * all files before the next one begins, so that each sees the others' headers in the same
 * state; on several files it runs side by side. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/files.h"
#include "base/message.h"
#include "base/progress.h"
#include "base/run.h"
#include "convert/conversion.h"
#include "convert/diff.h"
#include "convert/history.h"
#include "convert/spatch.h"

#define PARALLEL 2

/* One patch on one file. */
struct application {
    struct task task;           /* first: tasks_run() hands it back */
    struct conversion *conversion;
    struct converted_file *file;
    size_t patch;
    char *output;
    struct names *unparsed;
    bool started, changed, good;
};

static bool next(struct task *task)
{
    struct application *application = (struct application *)task;
    const char *patch = application->conversion->patches.patch[application->patch].path;

    if (!application->started) {
        application->started = true;
        if (folders_make(application->output) == 0) {
            spatch_command(&task->command, patch, application->file->converted, application->output);
            return true;
        }
        report_error(strerror(errno), NULL, "%s", application->output);
        return false;
    }
    struct spatch_answer answer =
        spatch_judge(&task->result, patch, application->file->converted, application->file->path,
                     application->unparsed);
    application->good = answer.good;
    application->changed = answer.changed;
    return false;
}

/* Whether the file, as it is now, has to go through the patch. In a dry run it is as it was. */
static bool concerns(const struct conversion *conversion, const struct converted_file *file, size_t patch,
                     bool dry_run)
{
    char *origin = format("%s/%s", file->foreign_folder ? file->foreign_folder : conversion->linux_folder,
                          file->path);
    size_t size;
    char *text = file_read(dry_run ? origin : file->converted, &size);
    bool result = text && patch_concerns(&conversion->patches.patch[patch], text, size);

    free(text);
    free(origin);
    return result;
}

static struct application *apply_to(struct conversion *conversion, struct converted_file *file, size_t patch,
                                    const char *step, struct names *unparsed)
{
    struct application *application = allocate(sizeof *application);

    *application = (struct application){ .task.next = next, .conversion = conversion, .file = file,
                                         .patch = patch, .unparsed = unparsed };
    application->output = format("%s/%s/%s/%s", conversion->folder, step,
                                 conversion->patches.patch[patch].name, file->path);
    return application;
}

static void print_command(struct application *application)
{
    struct command command = { 0 };

    spatch_command(&command, application->conversion->patches.patch[application->patch].path,
                   application->file->converted, application->output);
    char *text = command_text(&command);
    puts(text);
    free(text);
    command_free(&command);
}

/* What a run changed becomes the file, and is counted; what changed nothing is not kept. */
static bool take_result(struct application *application, bool *changed)
{
    struct converted_file *file = application->file;
    struct hunks hunks;

    if (!diff_files(file->converted, application->output, &hunks))
        return false;
    free(hunks.hunk);
    file->fired[application->patch] = hunks.count;
    if (hunks.count == 0) {
        tree_remove(application->output);
        return true;
    }
    *changed = true;
    if (file_copy(application->output, file->converted) < 0) {
        report_error(strerror(errno), NULL, "%s", file->converted);
        return false;
    }
    return true;
}

static void application_free(struct application *application)
{
    free(application->output);
    free(application);
}

static void run_all(struct application *applications[], size_t count)
{
    struct task *tasks[count + 1];

    for (size_t i = 0; i < count; i++)
        tasks[i] = &applications[i]->task;
    tasks_run(tasks, count, PARALLEL);
}

static bool apply_patch(struct conversion *conversion, size_t patch, struct names *unparsed, bool dry_run)
{
    struct application *applications[conversion->file_count + 1];
    size_t count = 0;
    bool good = true, changed = false;

    for (size_t i = 0; i < conversion->file_count; i++) {
        struct converted_file *file = &conversion->files[i];
        if (concerns(conversion, file, patch, dry_run)) {
            file->ran[patch] = true;
            applications[count++] = apply_to(conversion, file, patch, "steps", unparsed);
        }
    }
    if (dry_run) {
        for (size_t i = 0; i < count; i++)
            print_command(applications[i]);
    } else {
        run_all(applications, count);
    }
    for (size_t i = 0; i < count; i++) {
        good &= dry_run || applications[i]->good;
        if (applications[i]->changed)
            good &= take_result(applications[i], &changed);
        application_free(applications[i]);
    }
    if (changed)
        good &= history_record(conversion->folder, conversion->patches.patch[patch].name);
    return good;
}

static bool check_essential(const struct conversion *conversion)
{
    bool good = true;

    for (size_t i = 0; i < conversion->file_count; i++) {
        const struct converted_file *file = &conversion->files[i];
        for (size_t j = 0; file->essential && j < file->essential->count; j++) {
            int patch = patches_find(&conversion->patches, file->essential->name[j]);
            if (patch < 0 || file->fired[patch])
                continue;
            report_error(file->ran[patch]
                             ? "is essential and did not fire: it ran and matched nothing"
                             : "is essential and did not fire: none of its keywords is in the code",
                         "has Linux changed there, or is the patch wrong?", "%s: %s",
                         conversion->patches.patch[patch].path, file->path);
            good = false;
        }
    }
    return good;
}

bool conversion_apply(struct conversion *conversion, bool dry_run)
{
    struct names unparsed = { 0 };
    bool good = true;

    for (size_t i = 0; i < conversion->patches.count; i++) {
        if (!dry_run)
            progress_step("converting %s: %s", conversion->name, conversion->patches.patch[i].name);
        good &= apply_patch(conversion, i, &unparsed, dry_run);
    }
    progress_clear();
    names_free(&unparsed);
    return good && (dry_run || check_essential(conversion));
}

/* A patch changed the final result once more: it is not idempotent, or a later patch
 * made work for it. */
static bool report_unsettled(struct application *application)
{
    struct converted_file *file = application->file;
    const struct patch *patch = &application->conversion->patches.patch[application->patch];
    struct hunks hunks;
    bool good = diff_files(file->converted, application->output, &hunks);

    if (good && hunks.count) {
        report_error("would change the result again",
                     "it must match none of what it writes, nor what patches after it write: "
                     "is it idempotent, and in the right order?",
                     "%s: %s:%zu", patch->path, file->path, hunks.hunk[0].old_start + 1);
        good = false;
    }
    free(hunks.hunk);
    return good;
}

bool conversion_settled(struct conversion *conversion, bool dry_run)
{
    size_t room = conversion->file_count * conversion->patches.count, count = 0;
    struct application **applications = allocate(room * sizeof *applications);
    struct names unparsed = { 0 };
    bool good = true;

    for (size_t i = 0; i < conversion->file_count; i++)
        for (size_t j = 0; j < conversion->patches.count; j++)
            if (concerns(conversion, &conversion->files[i], j, dry_run))
                applications[count++] = apply_to(conversion, &conversion->files[i], j, "again", &unparsed);
    if (!dry_run) {
        progress_step("converting %s: checking that a second run changes nothing", conversion->name);
        run_all(applications, count);
        progress_clear();
    }
    for (size_t i = 0; i < count; i++) {
        good &= dry_run || applications[i]->good;
        if (applications[i]->changed)
            good &= report_unsettled(applications[i]);
        application_free(applications[i]);
    }
    free(applications);
    names_free(&unparsed);
    char *again = format("%s/again", conversion->folder);
    tree_remove(again);
    free(again);
    return good;
}
