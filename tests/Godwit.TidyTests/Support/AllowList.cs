using Xunit;

namespace Godwit.TidyTests.Support;

/// <summary>The exceptions to the house rules, each with its reason, from <c>allow.txt</c>.</summary>
/// <remarks>A line is <c>rule | what | reason</c>; what is a path, or a path and a name joined by a colon.</remarks>
internal static class AllowList
{
    private const string File = "tests/Godwit.TidyTests/allow.txt";

    private static readonly IReadOnlyList<string[]> Entries =
    [
        .. SourceTree.Lines(File)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)),
    ];

    /// <summary>Every rule that the list names.</summary>
    public static IEnumerable<string> Rules => Entries.Select(entry => entry[0]).Distinct();

    /// <summary>Every line that has not three parts, of which none is empty.</summary>
    public static IEnumerable<string> Malformed =>
        Entries.Where(entry => entry.Length != 3 || entry.Any(string.IsNullOrEmpty))
            .Select(entry => string.Join(" | ", entry));

    /// <summary>Fails with every finding that is not allowed, and with every allowed one that is gone.</summary>
    /// <param name="rule">The rule's name in the list.</param>
    /// <param name="findings">What breaks the rule, and how, for the message.</param>
    public static void AssertOnlyAllowed(string rule, IEnumerable<(string What, string How)> findings)
    {
        var found = findings.ToArray();
        var allowed = Entries.Where(entry => entry[0] == rule).Select(entry => entry[1]).ToHashSet();
        var broken = found.Where(finding => !allowed.Contains(finding.What))
            .Select(finding => $"{finding.What}: {finding.How}");
        var stale = allowed.Except(found.Select(finding => finding.What))
            .Select(what => $"{what}: allowed in {File}, and obeys the rule '{rule}' by now");
        var all = broken.Concat(stale).ToArray();
        Assert.True(all.Length == 0, $"{rule}:\n{string.Join('\n', all)}");
    }
}
