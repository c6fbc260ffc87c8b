namespace Godwit.Gateway.ClientApi;

/// <summary>A model's name in a path.</summary>
internal static class PathModel
{
    /// <summary>
    /// What stands between the prefix and the last separator of its kind; empty when the path is none of this kind. A
    /// name may itself contain the separator, as <c>provider/model</c> does.
    /// </summary>
    public static ReadOnlySpan<char> Find(string path, string prefix, char end)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal))
            return default;
        var rest = path.AsSpan(prefix.Length);
        var at = end == '/' ? EndOfDeployment(rest) : rest.LastIndexOf(end);
        return at > 0 ? rest[..at] : default;
    }

    /// <summary>The name with the characters that a server leaves escaped.</summary>
    public static string Unescape(ReadOnlySpan<char> name) =>
        name.ToString().Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static int EndOfDeployment(ReadOnlySpan<char> rest)
    {
        var at = rest.LastIndexOf('/');
        return at > 0 && rest[..at].EndsWith("/chat", StringComparison.Ordinal) ? at - "/chat".Length : at;
    }
}
