using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text;

namespace Godwit.Policy.Catalog;

/// <summary>
/// A provider's rules for request parameters, compiled: the members they are about have numbers, so that one pass over
/// a body finds all of them.
/// </summary>
public sealed class RequestRules
{
    /// <summary>Members that the rules of one provider may be about.</summary>
    public const int MostNames = 64;

    private readonly ImmutableArray<byte[]> names;

    // By the length of the name: most members of a request are told apart by it.
    private readonly int[]?[] byLength;

    private RequestRules(ImmutableArray<byte[]> names, ImmutableArray<RequestRule> rules)
    {
        this.names = names;
        Rules = rules;
        byLength = new int[names.Max(name => name.Length) + 1][];
        foreach (var group in Enumerable.Range(0, names.Length).GroupBy(i => names[i].Length))
        {
            byLength[group.Key] = [.. group];
        }
    }

    /// <summary>The rules, in the catalog's order.</summary>
    public ImmutableArray<RequestRule> Rules { get; }

    /// <summary>How many members have a number.</summary>
    public int Count => names.Length;

    /// <summary>Compiles the rows that do something; null when none does.</summary>
    public static RequestRules? Compile(IReadOnlyList<CatalogParameter> rows)
    {
        var names = new List<string>();
        var rules = ImmutableArray.CreateBuilder<RequestRule>();
        foreach (var row in rows)
        {
            if (row.Action is { } action)
            {
                rules.Add(new RequestRule(row, action, Number(row.Name), Conditions(row.When)));
                _ = Number(row.RenameTo ?? row.Name);
                _ = action == ParameterAction.SchemaInPrompt ? Number("messages") : 0;
            }
        }

        return rules.Count == 0 ? null
            : new RequestRules([.. names.Select(Encoding.UTF8.GetBytes)], rules.ToImmutable());

        int Number(string name)
        {
            var at = names.IndexOf(name);
            if (at < 0)
            {
                at = names.Count;
                names.Add(name);
            }

            return at;
        }

        ImmutableArray<RequestCondition> Conditions(CatalogCondition? when)
        {
            if (when is null)
            {
                return [];
            }

            var list = ImmutableArray.CreateBuilder<RequestCondition>();
            if (when.Present is { } present)
                list.Add(new RequestCondition(Number(present), null, true));
            if (when.Absent is { } absent)
                list.Add(new RequestCondition(Number(absent), null, false));
            foreach (var (name, value) in when.Is ?? new Dictionary<string, string>())
                list.Add(new RequestCondition(Number(name), value, true));
            foreach (var (name, value) in when.IsNot ?? new Dictionary<string, string>())
                list.Add(new RequestCondition(Number(name), value, false));
            return list.ToImmutable();
        }
    }

    /// <summary>The rules that can hold for a model; null when none can, so that its requests need no pass.</summary>
    /// <param name="model">The provider's own name for it.</param>
    public RequestRules? For(string model)
    {
        var some = Rules.RemoveAll(rule => !rule.IsAbout(model));
        return some.Length == Rules.Length ? this : some.IsEmpty ? null : new RequestRules(names, some);
    }

    /// <summary>How many members the rows are about.</summary>
    public static int CountNames(IReadOnlyList<CatalogParameter> rows) => Compile(rows)?.Count ?? 0;

    /// <summary>The number of a member; -1 when no rule is about it.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        foreach (var number in name.Length < byLength.Length ? byLength[name.Length] ?? [] : [])
        {
            if (name.SequenceEqual(names[number]))
            {
                return number;
            }
        }

        return -1;
    }

    /// <summary>The number of a member that some rule is about; -1 for another.</summary>
    public int Find(string name) => Find(Encoding.UTF8.GetBytes(name));
}

/// <summary>One compiled rule.</summary>
/// <param name="Row">The catalog's row.</param>
/// <param name="Action">What is done.</param>
/// <param name="Member">The number of the member it is about.</param>
/// <param name="Conditions">What must hold besides the row's <c>stream</c> and models.</param>
public sealed record RequestRule(
    CatalogParameter Row, ParameterAction Action, int Member, ImmutableArray<RequestCondition> Conditions)
{
    /// <summary>Whether it holds for a model, and for a request that streams or does not.</summary>
    public bool HoldsFor(string model, bool stream) =>
        (Row.When?.Stream ?? stream) == stream && IsAbout(model);

    /// <summary>Whether it can hold for a model.</summary>
    public bool IsAbout(string model) =>
        (Row.Models is null || Any(Row.Models, model)) && (Row.ExceptModels is null || !Any(Row.ExceptModels, model));

    private static bool Any(IReadOnlyList<string> patterns, string model)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (FileSystemName.MatchesSimpleExpression(patterns[i], model))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A condition on another member.</summary>
/// <param name="Member">Its number.</param>
/// <param name="Value">The value; null: only whether it is there counts.</param>
/// <param name="Expected">It must be so, or must not.</param>
public readonly record struct RequestCondition(int Member, string? Value, bool Expected);
