using System.Globalization;
using System.Text;
using Godwit.Providers.Dialects.Tapping;

namespace Godwit.Providers.Tests.Dialects.OpenAIChat;

/// <summary>One wire golden: a provider's bytes, what is relayed of them, and what the tap learns.</summary>
internal sealed record Golden(string Mode, byte[] Input, byte[] Relayed, string Expect)
{
    /// <summary>
    /// Reads <c>=== mode</c>, <c>=== input</c>, <c>=== relayed</c> (as the input when absent), <c>=== expect</c>.
    /// </summary>
    public static Golden Load(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name), new UTF8Encoding(false));
        var head = Section(text, "mode")!.Trim().Split(' ');
        var newline = head.Length > 1 ? head[1] switch { "crlf" => "\r\n", "cr" => "\r", _ => "\n" } : "\n";
        var input = Section(text, "input")!;
        return new Golden(
            head[0], Bytes(input, newline), Bytes(Section(text, "relayed") ?? input, newline),
            Section(text, "expect")!.Trim());
    }

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Dialects", "OpenAIChat", "golden");

    public static string Describe(TappedAnswer answer, bool done, int malformed)
    {
        var lines = new List<string>();
        if (answer.Usage is { } u)
        {
            lines.Add($"usage: {N(u.InputTokens)}/{N(u.OutputTokens)} cached {N(u.CacheReadInputTokens)} "
                + $"reasoning {N(u.ReasoningOutputTokens)}");
        }

        if (answer.ResponseModel() is { } model)
        {
            lines.Add("model: " + model);
        }

        if (answer.FinishReasons.Length > 0)
        {
            lines.Add("finish: " + string.Join(",", answer.FinishReasons.ToArray()));
        }

        if (answer.Error is { } e)
        {
            lines.Add($"error: {e.Code ?? "-"} {e.Type ?? "-"} {e.Message}");
        }

        lines.Add($"content: {(answer.ContentSeen ? "yes" : "no")}");
        lines.Add($"done: {(done ? "yes" : "no")}");
        if (malformed > 0)
        {
            lines.Add($"malformed: {malformed}");
        }

        return string.Join('\n', lines);
    }

    private static string N(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string? Section(string text, string name)
    {
        var mark = $"=== {name}\n";
        var start = text.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += mark.Length;
        var end = text.IndexOf("=== ", start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }

    private static byte[] Bytes(string section, string newline) =>
        Encoding.UTF8.GetBytes(section.Replace("<BOM>", "\uFEFF", StringComparison.Ordinal)
            .Replace("<NO-NEWLINE>\n", "", StringComparison.Ordinal)
            .Replace("\n", newline, StringComparison.Ordinal));
}
