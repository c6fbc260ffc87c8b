using System.Data.Common;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Storage.Traffic;

/// <summary>The columns in which the requests of one row agree.</summary>
internal static class TrafficKind
{
    /// <summary>How many they are.</summary>
    public const int Count = 11;

    public const string Columns =
        "organization, project, api_key, operation, request_model, provider, model, evidence, chain, decision, " +
        "currency";

    /// <summary>Reads them into a row without sums.</summary>
    /// <param name="reader">Has them as <see cref="Columns"/> has them, one after the other.</param>
    /// <param name="first">Where the first of them is.</param>
    public static TrafficRow Read(DbDataReader reader, int first)
    {
        string? Text(int at) => reader.IsDBNull(first + at) ? null : reader.GetString(first + at);
        return new TrafficRow
        {
            Organization = Text(0),
            Project = Text(1),
            ApiKey = Text(2),
            Operation = Text(3),
            RequestModel = Text(4),
            Provider = Text(5),
            Model = Text(6),
            Evidence = Text(7),
            Chain = (ChainOutcome)reader.GetInt32(first + 8),
            Decision = Text(9)!,
            Currency = Text(10),
        };
    }
}
