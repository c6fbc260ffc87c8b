using System.Text;
using Godwit.Providers.GenAI;

namespace Godwit.Gateway.ClientApi;

/// <summary>
/// The value of <c>x-godwit-loss</c>: <c>dropped=logit_bias, clamped=temperature</c>. The record has it whole.
/// </summary>
internal static class LossText
{
    // A header is no place for more; proxies refuse long ones.
    private const int MostChars = 1_000;

    private static readonly string[] Kinds =
        ["dropped", "clamped", "renamed", "approximated", "emulated", "defaulted"];

    public static string Of(LossReport? report)
    {
        if (report is null or { Losses.Count: 0 })
            return "";
        var text = new StringBuilder();
        for (var i = 0; i < report.Losses.Count; i++)
        {
            var loss = report.Losses[i];
            if (text.Length + loss.Path.Length > MostChars)
                return text.Append($", and {report.Losses.Count - i} more").ToString();
            text.Append(i == 0 ? "" : ", ").Append(Kinds[(int)loss.Kind]).Append('=');
            AppendPlain(text, loss.Path);
        }

        return text.ToString();
    }

    /// <summary>A path is made of names that the client wrote: nothing of them may end the header.</summary>
    private static void AppendPlain(StringBuilder text, string path)
    {
        foreach (var character in path)
            text.Append(character is > ' ' and < (char)0x7F and not ',' ? character : '?');
    }
}
