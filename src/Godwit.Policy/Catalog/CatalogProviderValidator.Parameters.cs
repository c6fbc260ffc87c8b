using System.Text.Json;

namespace Godwit.Policy.Catalog;

/// <content>Rules for request parameters.</content>
public static partial class CatalogProviderValidator
{
    private static void CheckParameters(IReadOnlyList<CatalogParameter> rows, Context context)
    {
        if (RequestRules.CountNames(rows) > RequestRules.MostNames)
            context.Add("parameters", "has rules about too many members", $"at most {RequestRules.MostNames}");
        for (var i = 0; i < rows.Count; i++)
        {
            CheckParameter(rows[i], $"parameters[{i}]", context);
        }
    }

    private static void CheckParameter(CatalogParameter row, string key, Context context)
    {
        if (row.Action is not null && row.Name.AsSpan().ContainsAny('.', '['))
            context.Add($"{key}.name", "a rule with an action is about a member at the top", "e.g. messages");
        Only(row.Action == ParameterAction.Clamp, "clamp", "min", row.Min is not null);
        Only(row.Action == ParameterAction.Clamp, "clamp", "max", row.Max is not null);
        Only(row.Action == ParameterAction.Clamp, "clamp", "exclusive_min", row.ExclusiveMin is not null);
        Only(row.Action == ParameterAction.Clamp, "clamp", "exclusive_max", row.ExclusiveMax is not null);
        Only(row.Action == ParameterAction.Clamp, "clamp", "decimals", row.Decimals is not null);
        Only(row.Action == ParameterAction.Clamp, "clamp", "max_items", row.MaxItems is not null);
        Only(row.Action == ParameterAction.Map, "map", "map", row.Map is not null);
        Only(row.Action == ParameterAction.Default, "default", "value", row.Value is not null);
        Only(row.Action == ParameterAction.Rename, "rename", "rename_to", row.RenameTo is not null);
        Only(row.Action == ParameterAction.Drop, "drop", "min_length", row.MinLength is not null);
        Only(row.Action == ParameterAction.Drop, "drop", "max_length", row.MaxLength is not null);
        Only(
            row.Action is ParameterAction.Drop or ParameterAction.Map, "drop or map", "values", row.Values is not null);
        Only(row.Action is not null, "of any kind", "models", row.Models is not null);
        Only(row.Action is not null, "of any kind", "when", row.When is not null);
        if (row.Min > row.Max || row.ExclusiveMin >= row.ExclusiveMax)
            context.Add(key, "the least value is above the greatest");
        if (row.Value is { } value && !IsJson(value))
            context.Add($"{key}.value", $"'{value}' is no JSON", "e.g. 'true' or '\"auto\"'");
        CheckNeeds(row, key, context);

        void Only(bool fits, string action, string name, bool given)
        {
            if (given && !fits)
                context.Add($"{key}.{name}", $"stands without the action it belongs to", $"action: {action}");
        }
    }

    private static void CheckNeeds(CatalogParameter row, string key, Context context)
    {
        var missing = row.Action switch
        {
            ParameterAction.Clamp when row is
            {
                Min: null, Max: null, ExclusiveMin: null, ExclusiveMax: null, Decimals: null, MaxItems: null,
            } => "a bound",
            ParameterAction.Map when row is { Map: null, Values: null } => "map or values",
            ParameterAction.Rename when string.IsNullOrEmpty(row.RenameTo) => "rename_to",
            ParameterAction.Default when row.Value is null => "value",
            _ => null,
        };
        if (missing is not null)
            context.Add($"{key}.action", "misses what it needs", missing);
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
