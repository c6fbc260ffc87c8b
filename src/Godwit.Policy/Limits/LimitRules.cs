using System.Collections.Frozen;
using System.Globalization;
using Godwit.Policy.Calendars;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Limits;

/// <summary>A RateLimit or Budget, compiled.</summary>
public sealed class LimitRules
{
    // A window is this many buckets, and one more is counted with it: no window of that length holds more than allowed,
    // wherever in a bucket it begins.
    private const int BucketsInWindow = 60;

    private readonly long bucketTicks;

    /// <summary>Kind and name, e.g. <c>Budget/team-a</c>: for people.</summary>
    public required string Label { get; init; }

    /// <summary>Counts up with every change of the resource; 0 when it was never stored.</summary>
    public long Version { get; init; }

    /// <summary>Where it is counted, but for the scope: <c>Budget/team-a#tokens</c>, <c>Budget/all#USD</c>.</summary>
    public string Account => field ??= LimitAccount.Of(Label, Unit, Currency);

    public required LimitUnit Unit { get; init; }

    /// <summary>The most: tokens, requests, or nano units of <see cref="Currency"/>.</summary>
    public required long Most { get; init; }

    /// <summary><see cref="Most"/> in digits.</summary>
    public string MostText => field ??= Most.ToString(CultureInfo.InvariantCulture);

    public string? Currency { get; init; }

    public required LimitPer Per { get; init; }

    /// <summary>Never passed; else only counted.</summary>
    public bool Hard { get; init; } = true;

    /// <summary>A hard limit of spend serves a target without a price all the same.</summary>
    public bool ServesUnpriced { get; init; }

    /// <summary>Tools that the provider runs are not held for: what they bring is counted afterwards.</summary>
    public bool AllowsUnboundedTools { get; init; }

    /// <summary>What tools bring that the provider runs is held for at worst.</summary>
    public bool HoldsTools => Hard && !AllowsUnboundedTools
        && Unit is (LimitUnit.Tokens or LimitUnit.InputTokens or LimitUnit.Spend);

    public required WhenCountersLost WhenCountersLost { get; init; }

    /// <summary>Length of the sliding window in ticks; 0 where there is none.</summary>
    public long WindowTicks
    {
        get;
        init
        {
            field = value;
            // Rounded up: buckets that were a little short would leave a gap at the end of the window.
            bucketTicks = (value + BucketsInWindow - 1) / BucketsInWindow;
        }
    }

    /// <summary>The calendar of a budget; null for others.</summary>
    public CalendarPeriod? Period { get; init; }

    /// <summary>Names of routes that it is for; null: all.</summary>
    public FrozenSet<string>? Models { get; init; }

    /// <summary>It is about what is sent to a provider: the next target may have room.</summary>
    public bool OfTarget { get; init; }

    public bool IsBudget => Period is not null;

    /// <summary>Buckets that are counted together.</summary>
    public int Buckets => WindowTicks > 0 ? BucketsInWindow + 1 : 1;

    /// <summary>
    /// Number of the bucket an instant lies in: consecutive numbers for a window, UTC ticks of its beginning for a
    /// calendar period, 0 for what is under way at one time.
    /// </summary>
    public long BucketOf(long utcTicks) =>
        Period is { } calendar ? calendar.Of(utcTicks).From
        : WindowTicks > 0 ? utcTicks / bucketTicks
        : 0;

    /// <summary>
    /// The instant, in UTC ticks, from which what was used in a bucket is counted no more; what is under way counts as
    /// long as it is.
    /// </summary>
    public long ForgottenAt(long bucket) =>
        Period is { } calendar ? calendar.Of(bucket).Until
        : WindowTicks > 0 ? (bucket + Buckets) * bucketTicks
        : 0;

    /// <summary>It is about what is under way at one time.</summary>
    public bool IsOfMoment => WindowTicks == 0 && Period is null;

    /// <summary>The bucket that begins at an instant: what <see cref="BeginningOf"/> told, back again.</summary>
    public long BucketAt(long beginning) => WindowTicks > 0 ? beginning / bucketTicks : beginning;

    /// <summary>The instant a bucket begins, in UTC ticks.</summary>
    public long BeginningOf(long bucket) => WindowTicks > 0 ? bucket * bucketTicks : bucket;

    /// <summary>True when the limit is for a model that clients send; null: for what names no model.</summary>
    public bool IsFor(string? route) => Models is null || (route is not null && Models.Contains(route));
}
