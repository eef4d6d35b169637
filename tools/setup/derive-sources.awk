# SPDX-License-Identifier: GPL-2.0-only
# Derives deb822 sources for binary and source packages from the system's apt sources, of
# either format. An archive that names another key than Debian's is left out; one that names
# no key is tried with Debian's. Variables: keyring, architecture.

function emit(uris, suites, valid_until) {
    if (suites ~ /\// || uris ~ /^cdrom:/ || seen[uris, suites]++)
        return
    print "Types: deb deb-src\nURIs: " uris "\nSuites: " suites "\nComponents: main"
    print "Architectures: " architecture "\nSigned-By: " keyring
    if (valid_until != "")
        print "Check-Valid-Until: " valid_until
    print ""
}

function is_debian_key(key) {
    return key == "" || key ~ /debian-archive[^ ]*\.(gpg|asc|pgp)[ ]*$/
}

# A stanza of a .sources file is complete.
function end_stanza() {
    if (field["types"] ~ /deb/ && tolower(field["enabled"]) !~ /^(no|false|off|0)$/ &&
        (" " field["components"] " ") ~ / main / && is_debian_key(field["signed-by"]))
        emit(field["uris"], field["suites"], field["check-valid-until"])
    split("", field)
    name = ""
}

# One line: deb [option=value ...] uri suite component ...
function one_line(    options, words, count, i, key, valid) {
    if (match($0, /\[[^]]*\]/)) {
        options = substr($0, RSTART + 1, RLENGTH - 2)
        $0 = substr($0, 1, RSTART - 1) substr($0, RSTART + RLENGTH)
    }
    count = split(options, words, /[ \t]+/)
    for (i = 1; i <= count; i++) {
        if (words[i] ~ /^signed-by=/)
            key = substr(words[i], 11)
        if (words[i] ~ /^check-valid-until=/)
            valid = substr(words[i], 19)
    }
    for (i = 4; i <= NF; i++)
        if ($i == "main" && is_debian_key(key))
            emit($2, $3, valid)
}

FNR == 1 { end_stanza(); stanzas = FILENAME ~ /\.sources$/ }
/^[ \t]*#/ { next }
stanzas && /^[ \t]*$/ { end_stanza(); next }
stanzas && /^[ \t]/ { field[name] = field[name] " " $0; next }
stanzas && match($0, /^[A-Za-z-]+:/) {
    name = tolower(substr($0, 1, RLENGTH - 1))
    value = substr($0, RLENGTH + 1)
    gsub(/^[ \t]+|[ \t\r]+$/, "", value)
    field[name] = value
    next
}
!stanzas && /^[ \t]*deb(-src)?[ \t]/ { one_line() }
END { end_stanza() }
