using Godwit.Gateway.Counters;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>Meters of tests.</summary>
internal static class MeterSamples
{
    public static Meter MeterOf(this ICeilings ceilings, string account, in AccountShape shape) =>
        new(account, shape, ceilings.Open(account, shape));
}
