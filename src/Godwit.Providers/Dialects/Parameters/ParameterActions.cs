using System.Globalization;
using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;

namespace Godwit.Providers.Dialects.Parameters;

/// <summary>What each action of a rule does to a body.</summary>
internal static class ParameterActions
{
    /// <summary>Does what a rule that holds says.</summary>
    public static void Apply(
        RequestRule rule,
        RequestRules rules,
        ReadOnlySpan<byte> body,
        ReadOnlySpan<MemberSlot> slots,
        in ParameterContext context,
        ref ParameterEdits? edits)
    {
        var (row, slot) = (rule.Row, slots[rule.Member]);
        if (rule.Action == ParameterAction.Default)
        {
            if (!slot.IsThere && edits?.Added(row.Name) != true)
            {
                // A null would stand beside it a second time.
                Of(ref edits).Add(slot, row.Name, row.Value!);
                Report(LossKind.Defaulted, row, context);
            }

            return;
        }

        if (edits?.IsDropped(slot) == true)
        {
            return;
        }

        switch (rule.Action)
        {
            case ParameterAction.Drop:
                Drop(row, slot, body, context, ref edits);
                break;
            case ParameterAction.Clamp:
                Clamp(row, slot, body, context, ref edits);
                break;
            case ParameterAction.Map:
                Map(row, slot, body, context, ref edits);
                break;
            case ParameterAction.Rename:
                Rename(row, slot, slots[rules.Find(row.RenameTo!)], context, ref edits);
                break;
            case ParameterAction.List when slot.Kind == JsonTokenType.String:
                Of(ref edits).Replace(slot.Start, slot.End, [(byte)'[', .. body[slot.Start..slot.End], (byte)']']);
                Report(LossKind.Renamed, row, context);
                break;
            case ParameterAction.ToolCallIds:
                ToolCallIds.Rewrite(row, slot, body, context, ref edits);
                break;
            case ParameterAction.SchemaInPrompt:
                SchemaInPrompt.Rewrite(row, slot, rules, body, slots, context, ref edits);
                break;
        }
    }

    /// <summary>The edits, made when the first is needed.</summary>
    public static ParameterEdits Of(ref ParameterEdits? edits) => edits ??= new ParameterEdits();

    /// <summary>Reports what was done, for the reason that the row gives.</summary>
    public static void Report(LossKind kind, CatalogParameter row, in ParameterContext context, string? what = null)
    {
        var path = context.PathOf?.Invoke(row.Name) ?? row.Name;
        var reason = row.Detail is not null ? $"the provider: {row.Detail}"
            : row.Rule == ParameterRule.Rejected ? "rejected by the provider" : "ignored by the provider";
        context.Losses.Add(kind, path, what is null ? reason : $"{what}; {reason}");
    }

    private static void Drop(
        CatalogParameter row, MemberSlot slot, ReadOnlySpan<byte> body, in ParameterContext context,
        ref ParameterEdits? edits)
    {
        var word = row.Values is null && row.MinLength is null && row.MaxLength is null ? null : slot.Word(body);
        if ((row.Values is { } values && Contains(values, word))
            || ((row.MinLength ?? row.MaxLength) is not null && word is not null
                && word.Length >= (row.MinLength ?? 0) && word.Length <= (row.MaxLength ?? int.MaxValue)))
        {
            return;
        }

        Of(ref edits).Drop(slot);
        Report(LossKind.Dropped, row, context);
    }

    private static void Clamp(
        CatalogParameter row, MemberSlot slot, ReadOnlySpan<byte> body, in ParameterContext context,
        ref ParameterEdits? edits)
    {
        if (row.MaxItems is { } most && slot.Kind == JsonTokenType.StartArray)
        {
            if (Shorten(body[slot.Start..slot.End], most) is { } end)
            {
                Of(ref edits).Replace(slot.Start + end, slot.End, "]"u8.ToArray());
                Report(LossKind.Clamped, row, context, $"only the first {most} are sent");
            }

            return;
        }

        if (slot.Number(body) is not { } number)
        {
            return;
        }

        var within = Within(row, number);
        if (within != number)
        {
            var text = within.ToString("0.############", CultureInfo.InvariantCulture);
            Of(ref edits).Replace(slot.Start, slot.End, Encoding.UTF8.GetBytes(text));
            Report(LossKind.Clamped, row, context, $"sent as {text}");
        }
    }

    private static decimal Within(CatalogParameter row, decimal number)
    {
        // What is just inside a bound that is not itself in the range.
        const decimal step = 0.01m;
        number = row.Decimals is { } digits ? Math.Round(number, digits) : number;
        number = number < row.Min ? row.Min.Value : number > row.Max ? row.Max.Value : number;
        number = number <= row.ExclusiveMin ? row.ExclusiveMin.Value + step : number;
        return number >= row.ExclusiveMax ? row.ExclusiveMax.Value - step : number;
    }

    // Where the list's last item that may stay ends; null when it is short enough.
    private static int? Shorten(ReadOnlySpan<byte> list, int most)
    {
        var json = ParameterPass.Reader(list);
        json.Read();
        for (var i = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == most)
            {
                return most == 0 ? 1 : list[..(int)json.TokenStartIndex].LastIndexOf((byte)',');
            }

            json.Skip();
        }

        return null;
    }

    private static void Map(
        CatalogParameter row, MemberSlot slot, ReadOnlySpan<byte> body, in ParameterContext context,
        ref ParameterEdits? edits)
    {
        var word = slot.Word(body);
        if (word is not null && row.Map is { } map && map.TryGetValue(word, out var other))
        {
            // A choice of tool is a word wherever it was an object; everything else keeps its form.
            var text = JsonEncodedText.Encode(other);
            var isObject = slot.Kind == JsonTokenType.StartObject && row.Name != "tool_choice";
            Of(ref edits).Replace(
                slot.Start, slot.End, Encoding.UTF8.GetBytes(isObject ? $$"""{"type":"{{text}}"}""" : $"\"{text}\""));
            Report(
                row.Rule == ParameterRule.Renamed ? LossKind.Renamed : LossKind.Approximated, row, context,
                $"{word} is sent as {other}");
        }
        else if (row.Values is { } values && !Contains(values, word))
        {
            Of(ref edits).Drop(slot);
            Report(LossKind.Dropped, row, context);
        }
    }

    private static void Rename(
        CatalogParameter row, MemberSlot slot, MemberSlot target, in ParameterContext context,
        ref ParameterEdits? edits)
    {
        if (target.IsThere)
        {
            Of(ref edits).Drop(slot);
            Report(LossKind.Dropped, row, context, $"{row.RenameTo} is there already");
            return;
        }

        Of(ref edits).Rename(slot, row.RenameTo!);
        Report(LossKind.Renamed, row, context);
    }

    private static bool Contains(IReadOnlyList<string> values, string? word)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (MemberSlot.Same(word, values[i]))
            {
                return true;
            }
        }

        return false;
    }
}
