namespace Hypercall.Cli.Verbs;

/// <summary><c>hypercall certificates</c>: makes the venue's own authority, and folders of certificates for its hosts.
/// </summary>
internal static class CertificatesVerb
{
    private const int LongestDays = 3_650;

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("folder")
        {
            Description = "Where a folder for each host is made; one that has its folder keeps it.",
        };
        Option<string?> authorityAt = Options.Optional<string?>(
            "--authority",
            "Where authority.pem and authority.key are, or are made where they are not. Default: beside "
                + "the hosts' folders.",
            "FOLDER");
        Option<string[]> host = Options.Needed<string[]>(
            "--host",
            "Name or address of a host of the venue, as in the other nodes' --seed; more than once for "
                + "several. A host that only runs commands has one too.");
        Option<int> days = Options.WithDefault(
            "--days", 730, $"How long the hosts' certificates are good, 1 to {LongestDays}.").Within(1, LongestDays);
        var command = new Command(
            "certificates",
            "Make the venue's own authority and a folder of certificates for each host, for --certificates. Copy each "
                + "folder to its host; keep authority.key off all of them: who has it makes hosts of this venue.")
        {
            folder, host, authorityAt, days,
        };
        command.SetAction(parsed =>
        {
            string at = parsed.GetRequiredValue(folder);
            var authority = VenueAuthority.Open(
                parsed.GetValue(authorityAt) ?? at, TimeProvider.System.GetUtcNow());
            foreach (string name in parsed.GetRequiredValue(host))
                terminal.Line(authority.Certify(at, name, parsed.GetRequiredValue(days)));
        });
        return command;
    }
}
