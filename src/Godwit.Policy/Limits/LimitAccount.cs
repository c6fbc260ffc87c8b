using Godwit.Policy.Configuration;

namespace Godwit.Policy.Limits;

/// <summary>
/// How accounts of limits are named: by the limit and what it counts. A limit that goes on under its name in another
/// unit or currency begins anew, for the numbers of one are none of the other.
/// </summary>
public static class LimitAccount
{
    // No name has it.
    private const char Counting = '#';

    /// <summary>A limit's name and what it counts, e.g. <c>team-a#output_tokens</c>, <c>team-a#USD</c>.</summary>
    /// <param name="limit">The name, with or without the kind.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="currency">Of what is spent.</param>
    public static string Of(string limit, LimitUnit unit, string? currency) =>
        $"{limit}{Counting}{Word(unit, currency)}";

    /// <summary>The name of the limit; what is no account of a limit is taken to be one.</summary>
    public static ReadOnlySpan<char> LimitOf(ReadOnlySpan<char> account) =>
        account.IndexOf(Counting) is >= 0 and var at ? account[..at] : account;

    /// <summary>Whether it is a legal name and something that may be counted.</summary>
    public static bool IsLegal(ReadOnlySpan<char> account) =>
        account.IndexOf(Counting) is >= 0 and var at && Names.IsLegal(account[..at])
        && Names.IsLegal(account[(at + 1)..]);

    private static string Word(LimitUnit unit, string? currency) => unit switch
    {
        LimitUnit.Requests => "requests",
        LimitUnit.Tokens => "tokens",
        LimitUnit.InputTokens => "input_tokens",
        LimitUnit.OutputTokens => "output_tokens",
        LimitUnit.Concurrency => "concurrency",
        _ => currency ?? "spend",
    };
}
