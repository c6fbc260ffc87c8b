namespace Godwit.Control.Evidence.Verification;

/// <summary>Gathers what is wrong with a bundle; of many things alike, the first few.</summary>
internal sealed class BundleCheck
{
    private const int Most = 100;

    private readonly List<BundleProblem> problems = [];

    public IReadOnlyList<BundleProblem> Problems => problems;

    public void Add(string file, string message, long? line = null, string? subject = null)
    {
        if (problems.Count < Most)
            problems.Add(new BundleProblem { File = file, Line = line, Subject = subject, Message = message });
    }
}
