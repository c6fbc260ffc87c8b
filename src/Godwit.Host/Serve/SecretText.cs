using System.Text;

namespace Godwit.Host.Serve;

/// <summary>Reads a secret from where a setting says it is, so that it stands in no command line.</summary>
internal static class SecretText
{
    private const int LeastBytes = 16;
    private const string Accepted = "accepted: env:NAME or file:PATH, with a secret of at least 16 bytes";

    /// <summary>The secret; null, and what is wrong in words, when there is none.</summary>
    public static byte[]? Read(string reference, Func<string, string?> environment, out string error)
    {
        error = "";
        var text = reference.Split(':', 2) switch
        {
            ["env", var name] => environment(name),
            ["file", var path] => ReadFile(path),
            _ => null,
        };
        if (string.IsNullOrEmpty(text))
            error = $"is '{reference}', where no secret is; {Accepted}";
        else if (Encoding.UTF8.GetByteCount(text) < LeastBytes)
            error = $"is '{reference}', where the secret is too short; {Accepted}";
        return error.Length == 0 ? Encoding.UTF8.GetBytes(text!) : null;
    }

    private static string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
